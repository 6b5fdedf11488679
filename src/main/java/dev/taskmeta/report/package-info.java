/**
 * What reports ask and get: {@link dev.taskmeta.report.ReportQuery} and {@link
 * dev.taskmeta.report.Report}. They are asked of {@link dev.taskmeta.TaskReports}.
 */
@NullMarked
package dev.taskmeta.report;

import org.jspecify.annotations.NullMarked;
