/** Writing with retries; not API. */
@NullMarked
package dev.taskmeta.internal.write;

import org.jspecify.annotations.NullMarked;
