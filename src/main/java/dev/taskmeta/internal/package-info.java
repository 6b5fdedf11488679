/** What several packages of the library share; not API. */
@NullMarked
package dev.taskmeta.internal;

import org.jspecify.annotations.NullMarked;
