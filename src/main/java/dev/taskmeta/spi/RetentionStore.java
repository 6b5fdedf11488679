package dev.taskmeta.spi;

import dev.taskmeta.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store can do for its own upkeep beyond deleting what has expired: policies that are rows,
 * roll-ups, and a record of what was removed. Each method is one transaction of bounded size, and
 * every decision is made on the store's clock. Safe for use by several threads; the batches are
 * meant for the one holder of the lease. Every method throws {@link StoreException}, transient or
 * not, if the store cannot do its work.
 */
public interface RetentionStore {

  /**
   * Compares the policies in force with those that were applied last; where they differ, notes the
   * new ones and makes a sweep due from the first row on.
   *
   * @return whether a sweep is due, also one that was begun before
   */
  boolean applyPolicies();

  /**
   * Reviews the next so many rows of a sweep that is due, and notes how far it has come.
   *
   * @return how many rows it has looked at; fewer than the limit where the sweep is done
   */
  int sweep(int limit);

  /**
   * Counts the outcomes of at most so many rows whose review is due, and brings the rows under the
   * policies.
   *
   * @return how many rows it has looked at
   */
  int review(int limit);

  /**
   * What one batch removed.
   *
   * @param deleted how many tasks were deleted, by what had set their time: {@code store}, {@code
   *     default} or a policy's id
   * @param archived how many were moved to the archive, likewise
   * @param more whether there may be more to remove
   */
  record Removal(Map<String, Long> deleted, Map<String, Long> archived, boolean more) {}

  /**
   * What a cleanup has done.
   *
   * @param reviewed how many tasks were counted or brought under the policies
   * @param deleted how many tasks were deleted, by what had set their time
   * @param archived how many were archived, likewise
   * @param groups how many groups were deleted
   * @param lost how many lost tasks were ended
   * @param partitionsDropped how many months of the archive were dropped
   * @param batches how many batches removed something
   * @param longestBatch how long the longest of them took
   * @param stoppedBy why it ended before all was done: window, close, lease or interrupt; null if
   *     all was done
   * @param error why it failed; null if it did not
   */
  record RunRecord(
      long reviewed,
      Map<String, Long> deleted,
      Map<String, Long> archived,
      long groups,
      long lost,
      long partitionsDropped,
      long batches,
      Duration longestBatch,
      @Nullable String stoppedBy,
      @Nullable String error) {}

  /**
   * What a cleanup would remove now of the tasks whose time has come from one source.
   *
   * @param expiresFrom what has set their time: {@code store}, {@code default} or a policy's id
   * @param rows how many
   * @param bytes about how much they hold, payloads included
   * @param oldest when the first of them expired; null without any
   */
  record Due(String expiresFrom, long rows, long bytes, @Nullable Instant oldest) {}
}
