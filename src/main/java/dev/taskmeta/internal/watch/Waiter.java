package dev.taskmeta.internal.watch;

import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.TaskRow;

/** Somebody who waits for a task. Called on the watcher's thread: must not block. */
public interface Waiter {

  /** Tells of a look at the task, which goes on. */
  void looked(Look look);

  /** Tells what is stored of the task, which is ready, or lost for good; nothing more will come. */
  void ended(TaskRow row);

  /** Tells that the store failed for good; nothing more will come. */
  void failed(RuntimeException reason);
}
