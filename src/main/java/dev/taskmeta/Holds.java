package dev.taskmeta;

import dev.taskmeta.internal.Limits;
import dev.taskmeta.internal.write.Retry;
import dev.taskmeta.retention.Hold;
import dev.taskmeta.retention.HoldQuery;
import dev.taskmeta.spi.HoldStore;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds on tasks, such as for an audit: what is held is removed by nothing, neither by {@code
 * forget} nor by a cleanup, from the first batch that begins after the hold's commit, until it is
 * released. Reading and storing are unaffected. A hold may come before its task.
 *
 * <pre>{@code
 * backend.holds().add(List.of(id), "audit 2026-17");
 * }</pre>
 *
 * <p>Every method throws {@link StoreException} if the database fails. Safe for use by several
 * threads.
 */
public final class Holds {

  private final HoldStore store;
  private final Retry retry;
  private final String self;

  Holds(HoldStore store, Retry retry, String self) {
    this.store = store;
    this.retry = retry;
    this.self = self;
  }

  /**
   * Holds tasks in the name of this process, {@code worker_name}; see {@link #add(Collection,
   * String, String)}.
   */
  public void add(Collection<String> taskIds, String reason) {
    add(taskIds, reason, self);
  }

  /**
   * Holds tasks, all or none; in force when it returns. A task may be held several times.
   *
   * @param taskIds the tasks, stored or not
   * @param reason why: 1 to 1000 code points
   * @param heldBy who holds them: 1 to 255 code points
   * @throws RefusedValueException if an id, the reason or the name is refused
   */
  public void add(Collection<String> taskIds, String reason, String heldBy) {
    Limits.HOLD_REASON.check(null, reason);
    Limits.HELD_BY.check(null, heldBy);
    Set<String> ids = checked(taskIds);
    if (!ids.isEmpty()) {
      retry.call(
          () -> {
            store.add(ids, reason, heldBy);
            return true;
          });
    }
  }

  /** Returns holds as the query says, the newest first. */
  public List<Hold> list(HoldQuery query) {
    return retry.call(() -> store.list(query));
  }

  /** Releases tasks in the name of this process; see {@link #release(Collection, String)}. */
  public List<Hold> release(Collection<String> taskIds) {
    return release(taskIds, self);
  }

  /**
   * Ends all holds of these tasks, all or none; tasks that are not held are no error. What has
   * expired meanwhile goes with the next cleanup.
   *
   * @param releasedBy who releases them: 1 to 255 code points
   * @return the holds that have ended
   * @throws RefusedValueException if an id or the name is refused
   */
  public List<Hold> release(Collection<String> taskIds, String releasedBy) {
    Limits.RELEASED_BY.check(null, releasedBy);
    Set<String> ids = checked(taskIds);
    return ids.isEmpty() ? List.of() : retry.call(() -> store.release(ids, releasedBy));
  }

  private static Set<String> checked(Collection<String> taskIds) {
    Set<String> ids = new LinkedHashSet<>(taskIds);
    ids.forEach(id -> Limits.TASK_ID.check(null, id));
    return ids;
  }
}
