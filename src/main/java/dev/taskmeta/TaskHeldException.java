package dev.taskmeta;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tasks that were to be removed are held, and nothing of the call was removed. The message names
 * the tasks and why they are held.
 */
public final class TaskHeldException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  /** How many tasks the message names. */
  private static final int NAMED = 10;

  /** The held tasks and why, sorted by id. */
  private final TreeMap<String, String> reasons;

  /**
   * Refuses to remove tasks.
   *
   * @param reasons the held tasks, at least one, and why each of them is held
   */
  public TaskHeldException(Map<String, String> reasons) {
    super(
        reasons.size() == 1 ? reasons.keySet().iterator().next() : null,
        message(new TreeMap<>(reasons)),
        null);
    this.reasons = new TreeMap<>(reasons);
  }

  private static String message(SortedMap<String, String> reasons) {
    String named =
        reasons.entrySet().stream()
            .limit(NAMED)
            .map(held -> held.getKey() + " (" + held.getValue() + ")")
            .collect(Collectors.joining(", "));
    int more = reasons.size() - NAMED;
    return "nothing was removed, for %s held: %s%s; release first: taskmeta hold release ID"
        .formatted(
            reasons.size() == 1 ? "a task is" : "%,d tasks are".formatted(reasons.size()),
            named,
            more > 0 ? " and %,d more".formatted(more) : "");
  }

  /** Returns the held tasks and why each of them is held, sorted by id. */
  public SortedMap<String, String> reasons() {
    return Collections.unmodifiableSortedMap(reasons);
  }
}
