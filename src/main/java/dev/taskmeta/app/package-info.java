/**
 * Tasks in this JVM: define them, call them, and find what became of them in the result backend.
 * Start at {@code TaskApp}.
 */
@NullMarked
package dev.taskmeta.app;

import org.jspecify.annotations.NullMarked;
