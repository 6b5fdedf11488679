package dev.taskmeta.spi;

import dev.taskmeta.StoreException;
import dev.taskmeta.retention.DueTasks;
import dev.taskmeta.retention.KeptTask;
import dev.taskmeta.retention.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Which tasks are removed, and how. */
  enum Way {
    /** What is past its time and not to be archived is deleted, oldest expiry first. */
    DELETE(false, false),
    /** What is past its time and to be archived moves to the archive, oldest expiry first. */
    ARCHIVE(true, false),
    /** What a policy keeps only as one of the last of its name, and is not, is deleted. */
    DELETE_BEYOND_LAST(false, true),
    /** What a policy keeps only as one of the last of its name, and is not, is archived. */
    ARCHIVE_BEYOND_LAST(true, true);

    private final boolean archives;
    private final boolean beyondLast;

    Way(boolean archives, boolean beyondLast) {
      this.archives = archives;
      this.beyondLast = beyondLast;
    }

    /** Tells whether what is removed moves to the archive. */
    public boolean archives() {
      return archives;
    }

    /** Tells whether it is about tasks beyond the last of a name. */
    public boolean beyondLast() {
      return beyondLast;
    }
  }

  /**
   * Removes at most so many tasks; never one that is held, whose review is due, or that is not
   * counted: of the latter the review is made due.
   *
   * @param place where the batch before has ended, null to begin: what was left there stays for the
   *     next run
   * @throws ArchiveNotReadyException if the archive takes nothing at this time; nothing is removed
   */
  Removal remove(Way way, int limit, @Nullable String place);

  /**
   * Notes the percentiles of the run time of at most so many days and names whose runs were counted
   * since they were noted last. What reports say does not depend on it, only how fast they are.
   *
   * @return how many there were; fewer than the limit where all are noted
   */
  int measurePercentiles(int limit);

  /**
   * What one batch removed.
   *
   * @param removed how many tasks, by what had set their time: {@code store}, {@code default} or a
   *     policy's id
   * @param uncounted how many tasks must be reviewed before they can be removed
   * @param place where to go on; null if nothing is left
   */
  record Removal(Map<String, Long> removed, int uncounted, @Nullable String place) {

    /** Returns how many tasks were removed. */
    public int rows() {
      return (int) removed.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Returns what a cleanup would remove now, by what has set the tasks' time; it takes its time.
   */
  List<DueTasks> due();

  /**
   * Returns for how long what could be removed longest has been past its time; empty if nothing is.
   */
  Optional<Duration> overdue();

  /**
   * Notes that a cleanup has begun.
   *
   * @param host who runs it
   * @param ago how long ago it has begun
   * @return its id
   */
  long beginRun(String host, Duration ago);

  /**
   * Notes what a cleanup has done.
   *
   * @param ended whether it has ended
   */
  void noteRun(long runId, RunRecord run, boolean ended);

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

  /** Returns all policies, in the order of their numbers. */
  List<RetentionPolicy> policies();

  /**
   * Stores a policy, in force from the next cleanup on.
   *
   * @param policy the policy; a new one if its number is 0
   * @return the policy as it is stored; empty if there is none of its number
   */
  Optional<RetentionPolicy> putPolicy(RetentionPolicy policy);

  /** Removes a policy; returns whether there was one. */
  boolean removePolicy(long policyId);

  /** Returns what decides how long a task is kept; empty if there is no such task. */
  Optional<KeptTask> kept(String taskId);
}
