package dev.taskmeta;

import dev.taskmeta.internal.Limits;
import dev.taskmeta.internal.write.Retry;
import dev.taskmeta.retention.Explanation;
import dev.taskmeta.retention.KeptTask;
import dev.taskmeta.retention.RetentionPolicy;
import dev.taskmeta.spi.RetentionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The retention policies: rows that say how long which tasks are kept, and what becomes of them
 * then. A change takes effect at the next cleanup, also for tasks that are stored already. A time
 * that was stored with a task ({@link TaskUpdate.Builder#resultExpires}) wins over every policy;
 * where no policy is for a task, {@code result_expires} holds.
 *
 * <pre>{@code
 * backend.retention().put(
 *     RetentionPolicy.builder("reports.*").keep(Duration.ofDays(30)).archive(null, false).build());
 * }</pre>
 *
 * <p>Every method throws {@link StoreException} if the database fails. Safe for use by several
 * threads.
 */
public final class Retention {

  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final RetentionStore store;
  private final Retry retry;
  private final Settings settings;

  Retention(RetentionStore store, Retry retry, Settings settings) {
    this.store = store;
    this.retry = retry;
    this.settings = settings;
  }

  /** Returns all policies, in the order of their numbers. */
  public List<RetentionPolicy> policies() {
    return retry.call(store::policies);
  }

  /** Returns one policy, or nothing if there is none of that number. */
  public Optional<RetentionPolicy> policy(long policyId) {
    return policies().stream().filter(policy -> policy.id() == policyId).findFirst();
  }

  /**
   * Stores a policy.
   *
   * @param policy the policy; one without a number is new
   * @return the policy as it is stored, with its number
   * @throws RefusedValueException if a value is refused, or there is no policy of that number
   */
  public RetentionPolicy put(RetentionPolicy policy) {
    check(policy);
    // A new policy is not stored twice: whoever gets an error looks at what there is.
    Optional<RetentionPolicy> stored =
        policy.id() == 0 ? store.putPolicy(policy) : retry.call(() -> store.putPolicy(policy));
    return stored.orElseThrow(
        () ->
            new RefusedValueException(
                null,
                "policy_id",
                "is " + policy.id() + ", and there is no such policy",
                "list the policies, or store it without a number"));
  }

  private static void check(RetentionPolicy policy) {
    Limits.NAME_PATTERN.check(null, policy.namePattern());
    Limits.STATE.checkIfPresent(null, policy.state() == null ? null : policy.state().name());
    Limits.QUEUE.checkIfPresent(null, policy.queue());
    Limits.NOTE.checkIfPresent(null, policy.note());
    checkTime("keep_seconds", policy.keep());
    checkTime("archive_keep_seconds", policy.archiveKeep());
    if (policy.keepLast() != null && policy.keepLast() < 0) {
      throw refused("keep_last", "is " + policy.keepLast(), "give a number from 0 on");
    }
    if (policy.keepLast() != null && policy.keep() == null) {
      throw refused(
          "keep_last",
          "is " + policy.keepLast() + " where all are kept for ever",
          "say how long the others are kept (0: to the next cleanup)");
    }
    boolean archives = policy.action() == RetentionPolicy.Action.ARCHIVE;
    if (!archives && (policy.archiveKeep() != null || policy.archivePayloads())) {
      throw refused("action", "is delete, but the policy says what to archive", "archive, or not");
    }
  }

  private static void checkTime(String field, @Nullable Duration time) {
    if (time == null) {
      return;
    }
    if (time.isNegative() || time.compareTo(LONGEST) > 0 || time.toNanosPart() != 0) {
      throw refused(
          field, "is " + time, "give whole seconds from 0 to 100 years, or none: for ever");
    }
  }

  private static RefusedValueException refused(String field, String problem, String remedy) {
    return new RefusedValueException(null, field, problem, remedy);
  }

  /** Removes a policy; returns whether there was one. */
  public boolean remove(long policyId) {
    return retry.call(() -> store.removePolicy(policyId));
  }

  /**
   * Says which policy a task is under, and when it goes.
   *
   * @return nothing if there is no such task
   */
  public Optional<Explanation> explain(String taskId) {
    Limits.TASK_ID.check(null, taskId);
    Optional<KeptTask> kept = retry.call(() -> store.kept(taskId));
    return kept.map(task -> explain(task, policies()));
  }

  private Explanation explain(KeptTask task, List<RetentionPolicy> all) {
    List<RetentionPolicy> matching =
        all.stream()
            .filter(RetentionPolicy::enabled)
            .filter(policy -> policy.matches(task.name(), task.state(), task.queue()))
            .sorted(RetentionPolicy.PRECEDENCE)
            .toList();
    String source = source(task, matching);
    Instant goesAt = goesAt(task, matching);
    boolean applied = source.equals(task.expiresFrom());
    return new Explanation(task, matching, source, goesAt, applied);
  }

  private static String source(KeptTask task, List<RetentionPolicy> matching) {
    if (task.keepSeconds() != null) {
      return "store";
    }
    return matching.isEmpty() ? "default" : String.valueOf(matching.get(0).id());
  }

  private @Nullable Instant goesAt(KeptTask task, List<RetentionPolicy> matching) {
    boolean stored =
        task.keepSeconds() != null || (matching.isEmpty() && task.expiresFrom().equals("default"));
    if (stored) {
      return task.expiresAt();
    }
    Instant since = task.finishedAt() == null ? task.updatedAt() : task.finishedAt();
    if (matching.isEmpty()) {
      Duration keep =
          task.state().isReady() ? settings.resultExpires() : settings.unfinishedExpires();
      return keep.isZero() ? null : since.plus(keep);
    }
    RetentionPolicy policy = matching.get(0);
    boolean oneOfTheLast = policy.keepLast() != null && task.state().isReady();
    return oneOfTheLast || policy.keep() == null ? null : since.plus(policy.keep());
  }
}
