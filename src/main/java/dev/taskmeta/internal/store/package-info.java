/** The SQL: every statement of one aggregate on a screen; not API. */
@NullMarked
package dev.taskmeta.internal.store;

import org.jspecify.annotations.NullMarked;
