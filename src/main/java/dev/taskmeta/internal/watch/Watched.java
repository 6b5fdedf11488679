package dev.taskmeta.internal.watch;

import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.TaskRow;
import java.util.Collection;
import java.util.Map;

/** What the watcher asks of the store. */
public interface Watched {

  /** Asks for the states of tasks; returns what there is. */
  Map<String, Look> look(Collection<String> taskIds);

  /** Reads whole tasks; returns what there is. */
  Map<String, TaskRow> fetch(Collection<String> taskIds);

  /** Ends lost tasks in the store; returns false if it may not. */
  boolean endLost(Collection<String> taskIds);
}
