/** Tests of the writer. */
@NullMarked
package dev.taskmeta.internal.write;

import org.jspecify.annotations.NullMarked;
