/** Tests of the policies, the review and the roll-ups on every engine. */
@NullMarked
package dev.taskmeta.retention;

import org.jspecify.annotations.NullMarked;
