package dev.taskmeta;

import dev.taskmeta.internal.watch.Watched;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.TaskRow;
import java.util.Collection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks of a store, for those who wait for them. */
record Waited(ResultStore store) implements Watched {

  private static final Logger LOGGER = LoggerFactory.getLogger(Waited.class);

  @Override
  public Map<String, Look> look(Collection<String> taskIds) {
    return store.look(taskIds);
  }

  @Override
  public Map<String, TaskRow> fetch(Collection<String> taskIds) {
    return store.fetch(taskIds);
  }

  @Override
  public boolean endLost(Collection<String> taskIds) {
    try {
      store.failLost(taskIds, LostTask.ERROR, taskIds.size());
      return true;
    } catch (StoreException e) {
      if (e.isTransient()) {
        throw e;
      }
      LOGGER.warn("lost tasks cannot be ended in the store: {}", e.getMessage());
      return false;
    }
  }
}
