/** Tests of the upkeep. */
@NullMarked
package dev.taskmeta.retention;

import org.jspecify.annotations.NullMarked;
