package dev.taskmeta.retention;

import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was stored and accepted, beside the database: the last update of each task, and the outcomes
 * of those that were removed. A task's calls come one after the other; tasks do not wait for each
 * other.
 */
final class ShadowLog {

  /** What the days add up to, and the run times, in microseconds, of which a histogram is made. */
  record Totals(Map<String, List<Long>> days, Map<String, List<Long>> runs) {}

  private final Map<String, TaskUpdate> current = new TreeMap<>();
  private final List<TaskUpdate> ended = new ArrayList<>();

  /**
   * Notes an accepted update.
   *
   * @param then what is there afterwards: a row that was made by this update says that the one
   *     before was removed meanwhile
   */
  synchronized void accepted(TaskUpdate update, TaskMeta then) {
    TaskUpdate before = current.put(update.taskId(), update);
    if (before != null && then.createdAt().equals(Optional.of(update.createdAt()))) {
      end(before);
    }
  }

  /** Notes that a task is gone. */
  synchronized void removed(String taskId) {
    end(current.remove(taskId));
  }

  synchronized boolean isReady(String taskId) {
    TaskUpdate update = current.get(taskId);
    return update != null && update.state().isReady();
  }

  private void end(@Nullable TaskUpdate update) {
    if (update != null && update.state().isReady()) {
      ended.add(update);
    }
  }

  /** Groups all outcomes by day, name and queue. */
  synchronized Totals totals() {
    List<TaskUpdate> all = new ArrayList<>(ended);
    current.values().stream().filter(update -> update.state().isReady()).forEach(all::add);
    Map<String, List<Long>> days = new TreeMap<>();
    Map<String, List<Long>> runs = new TreeMap<>();
    for (TaskUpdate update : all) {
      String key = key(update);
      List<Long> day =
          days.computeIfAbsent(key, none -> new ArrayList<>(List.of(0L, 0L, 0L, 0L, 0L, 0L, -1L)));
      add(
          day,
          List.of(TaskState.SUCCESS, TaskState.FAILURE, TaskState.REVOKED).indexOf(update.state()),
          1);
      add(day, 3, update.retries() == null ? 0 : update.retries());
      Instant startedAt = update.startedAt();
      if (update.state().equals(TaskState.SUCCESS) && startedAt != null) {
        long micros =
            Math.max(0, Duration.between(startedAt, update.finishedAt()).toNanos() / 1_000);
        add(day, 4, 1);
        add(day, 5, micros);
        day.set(6, Math.max(day.get(6), micros));
        runs.computeIfAbsent(key, none -> new ArrayList<>()).add(micros);
      }
    }
    return new Totals(days, runs);
  }

  private static void add(List<Long> day, int at, long more) {
    day.set(at, day.get(at) + more);
  }

  private static String key(TaskUpdate update) {
    return update.finishedAt().atOffset(ZoneOffset.UTC).toLocalDate()
        + "|"
        + (update.name() == null ? "" : update.name())
        + "|"
        + (update.queue() == null ? "" : update.queue());
  }
}
