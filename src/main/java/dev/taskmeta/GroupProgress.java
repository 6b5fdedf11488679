package dev.taskmeta;

import java.util.Map;

/**
 * How far the tasks of a group are.
 *
 * @param byState how many tasks are in each state; unknown tasks count as PENDING
 */
public record GroupProgress(Map<TaskState, Long> byState) {

  /** Copies the counts. */
  public GroupProgress {
    byState = Map.copyOf(byState);
  }

  /** Returns how many tasks there are. */
  public long total() {
    return byState.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many tasks succeeded; what Celery calls {@code completed_count}. */
  public long completedCount() {
    return byState.getOrDefault(TaskState.SUCCESS, 0L);
  }

  /** Returns how many tasks have ended, well or not. */
  public long readyCount() {
    return byState.entrySet().stream()
        .filter(count -> count.getKey().isReady())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
