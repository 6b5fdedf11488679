package dev.taskmeta.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a task is kept for how long.
 *
 * @param task what is stored of it
 * @param policies the policies for it that are in force, the winner first; a time of its own wins
 *     over all of them
 * @param source what sets its time from the next cleanup on: {@code store}, {@code default} or the
 *     winner's number
 * @param goesAtOrNull when its time is over then; null for never, or for as long as it is one of
 *     the last of its name
 * @param applied whether the row bears that already; if not, the next cleanup sees to it
 */
public record Explanation(
    KeptTask task,
    List<RetentionPolicy> policies,
    String source,
    @Nullable Instant goesAtOrNull,
    boolean applied) {

  /** Copies the list. */
  public Explanation {
    policies = List.copyOf(policies);
  }

  /** Returns when the task's time is over. */
  public Optional<Instant> goesAt() {
    return Optional.ofNullable(goesAtOrNull);
  }

  /** Returns the policy that the task is under; empty if its own time or the settings hold. */
  public Optional<RetentionPolicy> policy() {
    boolean own = task.keepSeconds() != null;
    return own ? Optional.empty() : policies.stream().findFirst();
  }

  /** Tells whether nothing removes it because it is held. */
  public boolean held() {
    return !task.holds().isEmpty();
  }
}
