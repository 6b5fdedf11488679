package dev.taskmeta.report;

import dev.taskmeta.TaskState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of the tasks of one name, day, worker, queue or error.
 *
 * @param key the name, day, worker, queue or error type; null for tasks that have none
 * @param tasks how many tasks there are
 * @param states how many of them are in each state, the states of {@link TaskState#NAMED} in their
 *     order; what is missing in the sum is in states of the application's own
 * @param retries how many times they were tried again, together
 * @param runSeconds how long those that ended had run, null where none had
 * @param error of a report of errors: which; else null
 * @param course how many of them were created in each equal part of the time; empty if not asked
 *     for, and of days
 */
public record ReportRow(
    @Nullable String key,
    long tasks,
    Map<TaskState, Long> states,
    long retries,
    @Nullable RunSeconds runSeconds,
    @Nullable ErrorExample error,
    List<Long> course) {

  /** Copies the states and the course. */
  public ReportRow {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    course = List.copyOf(course);
  }

  /**
   * How long runs took, in seconds. The percentiles come from a histogram and are right within one
   * percent.
   *
   * @param average the average
   * @param p50 what half of them stay below
   * @param p95 what 95 of 100 stay below
   * @param p99 what 99 of 100 stay below
   * @param longest the longest
   */
  public record RunSeconds(double average, double p50, double p95, double p99, double longest) {}

  /**
   * An error.
   *
   * @param fingerprint what its occurrences have in common; null where an older version stored them
   * @param taskId a task that ended in it
   * @param message a message that it had
   */
  public record ErrorExample(
      @Nullable String fingerprint, String taskId, @Nullable String message) {}

  /** Returns the same row with another course. */
  public ReportRow withCourse(List<Long> course) {
    return new ReportRow(key, tasks, states, retries, runSeconds, error, course);
  }

  /** Returns how many tasks are in a state. */
  public long in(TaskState state) {
    return states.getOrDefault(state, 0L);
  }

  /** Returns how many tasks are in states of the application's own. */
  public long other() {
    return tasks - states.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many tasks have ended: SUCCESS, FAILURE or REVOKED. */
  public long ended() {
    return TaskState.READY.stream().mapToLong(this::in).sum();
  }

  /** Returns which share of the ended tasks ended in FAILURE, from 0 to 1; 0 where none ended. */
  public double failureRate() {
    return ended() == 0 ? 0 : (double) in(TaskState.FAILURE) / ended();
  }
}
