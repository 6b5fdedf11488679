/** Tests of encoding. */
@NullMarked
package dev.taskmeta.internal.codec;

import org.jspecify.annotations.NullMarked;
