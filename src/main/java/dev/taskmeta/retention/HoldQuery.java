package dev.taskmeta.retention;

import dev.taskmeta.ConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which holds to list, the newest first.
 *
 * @param taskIds only those of these tasks; empty for those of any
 * @param released whether also those that have been released
 * @param limit how many at most, 1 to 10,000
 * @param before only those whose number is lower, such as that of the last of the page before; null
 *     for all
 */
public record HoldQuery(List<String> taskIds, boolean released, int limit, @Nullable Long before) {

  /** The most holds that one query returns, and the most tasks that it asks about. */
  public static final int MOST = 10_000;

  /** Checks the limit. */
  public HoldQuery {
    taskIds = List.copyOf(taskIds);
    if (limit < 1 || limit > MOST) {
      throw new ConfigurationException(
          "a limit of %d is not possible; give 1 to %d".formatted(limit, MOST));
    }
    if (taskIds.size() > MOST) {
      throw new ConfigurationException(
          "%d tasks are too many for one query; give %d at most".formatted(taskIds.size(), MOST));
    }
  }

  /** Returns a query for the newest holds that are in force. */
  public static HoldQuery newest(int limit) {
    return new HoldQuery(List.of(), false, limit, null);
  }

  /** Returns this query for some tasks alone. */
  public HoldQuery withTaskIds(List<String> taskIds) {
    return new HoldQuery(taskIds, released, limit, before);
  }

  /** Returns this query with or without the holds that have been released. */
  public HoldQuery withReleased(boolean released) {
    return new HoldQuery(taskIds, released, limit, before);
  }

  /** Returns this query for the page that comes after a hold. */
  public HoldQuery withBefore(@Nullable Long before) {
    return new HoldQuery(taskIds, released, limit, before);
  }
}
