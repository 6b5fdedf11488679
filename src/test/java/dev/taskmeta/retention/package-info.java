/** Tests of policies, review, roll-ups, holds and archive on every engine. */
@NullMarked
package dev.taskmeta.retention;

import org.jspecify.annotations.NullMarked;
