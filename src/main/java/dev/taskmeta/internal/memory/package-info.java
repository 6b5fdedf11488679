/** The memory:// store; not API. */
@NullMarked
package dev.taskmeta.internal.memory;

import org.jspecify.annotations.NullMarked;
