package dev.taskmeta.internal.watch;

import dev.taskmeta.StoreException;
import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tasks that have ended for all who wait for them, many in one statement where results
 * are small, and few where they are large. For use by one thread.
 */
final class Results {

  private static final int FIRST = 16;
  private static final int MOST = 500;
  private static final long MOST_BYTES = 4 << 20;

  private final Function<Collection<String>, Map<String, TaskRow>> fetch;
  private int next = FIRST;

  /**
   * Makes a reader.
   *
   * @param fetch reads whole tasks; returns what there is
   */
  Results(Function<Collection<String>, Map<String, TaskRow>> fetch) {
    this.fetch = fetch;
  }

  /**
   * Reads tasks.
   *
   * @param reader takes each row there is
   * @param failures takes each task whose own row cannot be read
   * @throws StoreException if the store failed for a reason that passes
   */
  void read(
      Collection<String> taskIds,
      Consumer<TaskRow> reader,
      BiConsumer<String, RuntimeException> failures) {
    List<String> ids = List.copyOf(taskIds);
    int from = 0;
    while (from < ids.size()) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + next));
      from += some.size();
      fetch(some, reader, failures);
    }
  }

  private void fetch(
      List<String> taskIds,
      Consumer<TaskRow> reader,
      BiConsumer<String, RuntimeException> failures) {
    Map<String, TaskRow> rows;
    try {
      rows = fetch.apply(taskIds);
    } catch (RuntimeException e) {
      if (e instanceof StoreException failure && failure.isTransient()) {
        throw e;
      }
      if (taskIds.size() == 1) {
        failures.accept(taskIds.get(0), e);
      } else {
        // One bad row fails its own waiters alone.
        taskIds.forEach(taskId -> fetch(List.of(taskId), reader, failures));
      }
      return;
    }
    next = next(rows.values());
    rows.values().forEach(reader);
  }

  /** How many to read next: as if they were as large as these, and not many more than these. */
  private static int next(Collection<TaskRow> rows) {
    long bytes = 0;
    for (TaskRow row : rows) {
      bytes += size(row.result()) + size(row.args()) + size(row.kwargs());
    }
    long mean = 1 + bytes / Math.max(1, rows.size());
    long enough = Math.max(FIRST, 2L * rows.size());
    return (int) Math.max(1, Math.min(Math.min(MOST, enough), MOST_BYTES / mean));
  }

  private static long size(@Nullable StoredValue value) {
    if (value == null) {
      return 0;
    }
    String json = value.json();
    byte[] bytes = value.bytes();
    return json != null ? json.length() : bytes == null ? 0 : bytes.length;
  }
}
