/** Encoding of results, arguments and errors; not API. */
@NullMarked
package dev.taskmeta.internal.codec;

import org.jspecify.annotations.NullMarked;
