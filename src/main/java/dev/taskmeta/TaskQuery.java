package dev.taskmeta;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list: newest creation first, page after page.
 *
 * @param state only tasks in this state, or null for any
 * @param name only tasks of this name, where {@code *} stands for any text; case-sensitive; null
 *     for any
 * @param since only tasks created then or later, or null
 * @param limit how many at most, 1 to 10,000
 * @param after only tasks that come after this place, or null to begin with the newest
 */
public record TaskQuery(
    @Nullable TaskState state,
    @Nullable String name,
    @Nullable Instant since,
    int limit,
    @Nullable Place after) {

  /** The most tasks that one query returns. */
  public static final int MOST = 10_000;

  /**
   * A place in the list: that of the last task of a page.
   *
   * @param createdAt its creation
   * @param taskId its id
   */
  public record Place(Instant createdAt, String taskId) {

    /**
     * Reads a place from its text.
     *
     * @param text what {@link #toString} gave
     * @throws ConfigurationException if it is not a place
     */
    public static Place parse(String text) {
      int at = text.indexOf('/');
      try {
        return new Place(Instant.parse(text.substring(0, at)), text.substring(at + 1));
      } catch (RuntimeException e) {
        throw new ConfigurationException(
            "'%s' is no place in the list; give the one that the page before ended with"
                .formatted(text),
            e);
      }
    }

    /** Returns the place as text for {@link #parse}: creation and id with a slash between. */
    @Override
    public String toString() {
      return createdAt + "/" + taskId;
    }
  }

  /** Checks the limit. */
  public TaskQuery {
    if (limit < 1 || limit > MOST) {
      throw new ConfigurationException(
          "a limit of %d is not possible; give 1 to %d".formatted(limit, MOST));
    }
  }

  /** Returns a query for the newest tasks, whatever they are. */
  public static TaskQuery newest(int limit) {
    return new TaskQuery(null, null, null, limit, null);
  }

  /** Returns this query for one state. */
  public TaskQuery withState(@Nullable TaskState state) {
    return new TaskQuery(state, name, since, limit, after);
  }

  /** Returns this query for names that match a pattern. */
  public TaskQuery withName(@Nullable String name) {
    return new TaskQuery(state, name, since, limit, after);
  }

  /** Returns this query for tasks created since a time. */
  public TaskQuery withSince(@Nullable Instant since) {
    return new TaskQuery(state, name, since, limit, after);
  }

  /** Returns this query for the page after a place. */
  public TaskQuery withAfter(@Nullable Place after) {
    return new TaskQuery(state, name, since, limit, after);
  }
}
