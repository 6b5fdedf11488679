/**
 * Tests of policies, review, roll-ups, holds, archive and the cleanup that obeys them, on every
 * engine.
 */
@NullMarked
package dev.taskmeta.retention;

import org.jspecify.annotations.NullMarked;
