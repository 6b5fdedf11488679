/** Tests of reports. */
@NullMarked
package dev.taskmeta.report;

import org.jspecify.annotations.NullMarked;
