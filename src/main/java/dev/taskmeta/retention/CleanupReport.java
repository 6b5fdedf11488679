package dev.taskmeta.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one cleanup did, or would do.
 *
 * @param startedAt when it began, on this process's clock
 * @param took how long it took
 * @param deleted how many tasks were deleted, by what had set their time: {@code store}, {@code
 *     default} or a policy's id
 * @param archived how many were moved to the archive, likewise
 * @param groups how many expired groups were removed
 * @param lost how many lost tasks were ended in FAILURE
 * @param reviewed how many tasks were counted or brought under the policies
 * @param batches how many transactions removed something
 * @param longestBatch how long the longest of them took
 * @param partitionsDropped how many months of the archive were dropped
 * @param due what would be removed, if this is a dry run
 * @param dryRun whether nothing was removed and the counts say what would be
 * @param busy whether nothing was done because another process is at it
 * @param stoppedByOrNull why it ended before all was done: {@code window}, {@code close}, {@code
 *     lease} (another process has it), {@code interrupt}; null if it did not
 * @param errorOrNull what could not be done; null if nothing
 */
public record CleanupReport(
    Instant startedAt,
    Duration took,
    Map<String, Long> deleted,
    Map<String, Long> archived,
    long groups,
    long lost,
    long reviewed,
    int batches,
    Duration longestBatch,
    long partitionsDropped,
    List<DueTasks> due,
    boolean dryRun,
    boolean busy,
    @Nullable String stoppedByOrNull,
    @Nullable String errorOrNull) {

  /** Copies the maps and the list. */
  public CleanupReport {
    deleted = Collections.unmodifiableMap(new TreeMap<>(deleted));
    archived = Collections.unmodifiableMap(new TreeMap<>(archived));
    due = List.copyOf(due);
  }

  /** Returns how many tasks were, or would be, removed. */
  public long tasks() {
    return dryRun ? due.stream().mapToLong(DueTasks::rows).sum() : sum(deleted) + sum(archived);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Tells whether all was done; false too if another process is at it. */
  public boolean complete() {
    return !busy && stoppedByOrNull == null && errorOrNull == null;
  }

  /** Returns why it ended before all was done. */
  public Optional<String> stoppedBy() {
    return Optional.ofNullable(stoppedByOrNull);
  }

  /** Returns what could not be done. */
  public Optional<String> error() {
    return Optional.ofNullable(errorOrNull);
  }
}
