/** The one watcher for all waiters; not API. */
@NullMarked
package dev.taskmeta.internal.watch;

import org.jspecify.annotations.NullMarked;
