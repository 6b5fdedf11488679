/** What happens to results that have expired: the scheduled cleanup and its report. */
@NullMarked
package dev.taskmeta.retention;

import org.jspecify.annotations.NullMarked;
