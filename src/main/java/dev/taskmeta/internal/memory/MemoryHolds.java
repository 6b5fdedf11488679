package dev.taskmeta.internal.memory;

import dev.taskmeta.retention.Hold;
import dev.taskmeta.retention.HoldQuery;
import dev.taskmeta.spi.HoldStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds in the memory of this process. */
final class MemoryHolds implements HoldStore {

  private final Clock clock;
  private final List<Hold> holds = new ArrayList<>();

  MemoryHolds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void add(Collection<String> taskIds, String reason, String heldBy) {
    Instant now = MemoryRow.micros(clock.instant());
    for (String taskId : taskIds) {
      holds.add(new Hold(holds.size() + 1L, taskId, reason, heldBy, now, null, null));
    }
  }

  @Override
  public synchronized List<Hold> list(HoldQuery query) {
    List<Hold> found = new ArrayList<>();
    for (int at = holds.size() - 1; at >= 0 && found.size() < query.limit(); at--) {
      Hold hold = holds.get(at);
      boolean wanted =
          (query.released() || hold.releasedAt() == null)
              && (query.before() == null || hold.id() < query.before())
              && (query.taskIds().isEmpty() || query.taskIds().contains(hold.taskId()));
      if (wanted) {
        found.add(hold);
      }
    }
    return found;
  }

  @Override
  public synchronized List<Hold> release(Collection<String> taskIds, String releasedBy) {
    Instant now = MemoryRow.micros(clock.instant());
    Set<String> ids = new HashSet<>(taskIds);
    List<Hold> released = new ArrayList<>();
    for (int at = holds.size() - 1; at >= 0; at--) {
      Hold hold = holds.get(at);
      if (hold.releasedAt() == null && ids.contains(hold.taskId())) {
        Hold ended =
            new Hold(
                hold.id(),
                hold.taskId(),
                hold.reason(),
                hold.heldBy(),
                hold.heldAt(),
                now,
                releasedBy);
        holds.set(at, ended);
        released.add(ended);
      }
    }
    return released;
  }

  boolean isHeld(String taskId) {
    return !held(Set.of(taskId)).isEmpty();
  }

  /** Those of these tasks that are held, and why. */
  synchronized Map<String, String> held(Collection<String> taskIds) {
    Set<String> ids = new HashSet<>(taskIds);
    Map<String, String> reasons = new TreeMap<>();
    for (Hold hold : holds) {
      if (hold.releasedAt() == null && ids.contains(hold.taskId())) {
        reasons.merge(hold.taskId(), hold.reason(), (one, two) -> one + "; " + two);
      }
    }
    return reasons;
  }
}
