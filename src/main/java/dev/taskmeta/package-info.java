/**
 * Taskmeta: the task result backend for teams that keep their data in SQL. Start at {@code
 * ResultBackend}.
 */
@NullMarked
package dev.taskmeta;

import org.jspecify.annotations.NullMarked;
