/**
 * Real database servers for tests; the entry point is {@link dev.taskmeta.testing.TestDatabase}.
 */
@NullMarked
package dev.taskmeta.testing;

import org.jspecify.annotations.NullMarked;
