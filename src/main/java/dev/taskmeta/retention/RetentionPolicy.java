package dev.taskmeta.retention;

import dev.taskmeta.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long which tasks are kept, and what becomes of them then: a row of the table {@code
 * retention_policy}. Immutable.
 *
 * <pre>{@code
 * Optional<RetentionPolicy> policy =
 *     RetentionPolicy.winner(policies, "reports.nightly", TaskState.SUCCESS, null);
 * }</pre>
 *
 * @param id its number
 * @param namePattern the names it is for: compared byte for byte, {@code *} stands for any text,
 *     also none; a task without a name is taken for one whose name is empty
 * @param state the state it is for; null for any
 * @param queue the queue it is for; null for any, also none
 * @param keep how long a task is kept after it has ended, or after its last update while it has
 *     not; zero to the next cleanup, null for ever
 * @param keepLast how many of the newest finished tasks of each name are kept beyond that; null for
 *     none
 * @param action what becomes of a task whose time is over
 * @param archiveKeep how long an archived task is kept; null for ever
 * @param archivePayloads whether the archive keeps arguments, results and tracebacks too
 * @param priority of several policies the one with the highest wins
 * @param enabled whether it is in force
 * @param note why it is there; null if nobody says
 * @param updatedAt when it was last changed, as far as whoever changed it says so
 */
public record RetentionPolicy(
    long id,
    String namePattern,
    @Nullable TaskState state,
    @Nullable String queue,
    @Nullable Duration keep,
    @Nullable Integer keepLast,
    Action action,
    @Nullable Duration archiveKeep,
    boolean archivePayloads,
    int priority,
    boolean enabled,
    @Nullable String note,
    Instant updatedAt) {

  private static final char ANY = '*';

  /**
   * The order of precedence, the winner first: the higher priority; then the one that names more of
   * name, state and queue (the pattern {@code *} names nothing); then the one with more characters
   * other than {@code *} in its pattern; then the lower number.
   */
  public static final Comparator<RetentionPolicy> PRECEDENCE =
      Comparator.comparingInt(RetentionPolicy::priority)
          .thenComparingInt(RetentionPolicy::criteria)
          .thenComparingLong(RetentionPolicy::literalCharacters)
          .reversed()
          .thenComparingLong(RetentionPolicy::id);

  /** What becomes of a task whose time is over. */
  public enum Action {
    /** It is deleted. */
    DELETE,
    /** It is moved to the archive. */
    ARCHIVE
  }

  /**
   * Returns the policy that a task is under: of those that are enabled and match, the first in the
   * {@link #PRECEDENCE}; empty if there is none, and then the settings hold.
   *
   * @param name the task's name; null if it has none
   * @param state its state
   * @param queue its queue; null if it has none
   */
  public static Optional<RetentionPolicy> winner(
      Collection<RetentionPolicy> policies,
      @Nullable String name,
      TaskState state,
      @Nullable String queue) {
    return policies.stream()
        .filter(policy -> policy.enabled && policy.matches(name, state, queue))
        .min(PRECEDENCE);
  }

  /**
   * Tells whether this policy is for a task, enabled or not.
   *
   * @param taskName the task's name; null if it has none
   * @param taskState its state
   * @param taskQueue its queue; null if it has none
   */
  public boolean matches(
      @Nullable String taskName, TaskState taskState, @Nullable String taskQueue) {
    return matches(namePattern, taskName == null ? "" : taskName)
        && (state == null || state.equals(taskState))
        && (queue == null || queue.equals(taskQueue));
  }

  /** The parts between the stars, each at the first place where it can be. */
  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf(ANY);
    if (star < 0) {
      return pattern.equals(text);
    }
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    int at = star;
    int part = star + 1;
    for (int next = pattern.indexOf(ANY, part); next >= 0; next = pattern.indexOf(ANY, part)) {
      String middle = pattern.substring(part, next);
      int found = text.indexOf(middle, at);
      if (found < 0) {
        return false;
      }
      at = found + middle.length();
      part = next + 1;
    }
    String end = pattern.substring(part);
    return text.length() - end.length() >= at && text.endsWith(end);
  }

  private int criteria() {
    return (namePattern.equals(String.valueOf(ANY)) ? 0 : 1)
        + (state == null ? 0 : 1)
        + (queue == null ? 0 : 1);
  }

  private long literalCharacters() {
    return namePattern.codePoints().filter(character -> character != ANY).count();
  }

  /**
   * Starts a policy that deletes, and keeps for ever until it is told otherwise.
   *
   * @param namePattern the names it is for
   */
  public static Builder builder(String namePattern) {
    return new Builder(namePattern);
  }

  /** Starts from this policy, with its number: what is stored then replaces it. */
  public Builder toBuilder() {
    Builder builder = new Builder(namePattern);
    builder.id = id;
    builder.state = state;
    builder.queue = queue;
    builder.keep = keep;
    builder.keepLast = keepLast;
    builder.action = action;
    builder.archiveKeep = archiveKeep;
    builder.archivePayloads = archivePayloads;
    builder.priority = priority;
    builder.enabled = enabled;
    builder.note = note;
    builder.updatedAt = updatedAt;
    return builder;
  }

  /** Collects what a policy says. Not safe for use by several threads. */
  public static final class Builder {

    private long id;
    private String namePattern;
    private @Nullable TaskState state;
    private @Nullable String queue;
    private @Nullable Duration keep;
    private @Nullable Integer keepLast;
    private Action action = Action.DELETE;
    private @Nullable Duration archiveKeep;
    private boolean archivePayloads;
    private int priority;
    private boolean enabled = true;
    private @Nullable String note;
    private Instant updatedAt = Instant.EPOCH;

    private Builder(String namePattern) {
      this.namePattern = namePattern;
    }

    /** Sets the names it is for; {@code *} stands for any text. */
    public Builder namePattern(String value) {
      this.namePattern = value;
      return this;
    }

    /** Sets the state it is for; null for any. */
    public Builder state(@Nullable TaskState value) {
      this.state = value;
      return this;
    }

    /** Sets the queue it is for; null for any. */
    public Builder queue(@Nullable String value) {
      this.queue = value;
      return this;
    }

    /** Sets how long tasks are kept: zero to the next cleanup, null for ever. */
    public Builder keep(@Nullable Duration value) {
      this.keep = value;
      return this;
    }

    /** Sets how many of the newest finished tasks of each name are kept beyond that. */
    public Builder keepLast(@Nullable Integer value) {
      this.keepLast = value;
      return this;
    }

    /** Deletes tasks whose time is over. */
    public Builder delete() {
      this.action = Action.DELETE;
      this.archiveKeep = null;
      this.archivePayloads = false;
      return this;
    }

    /**
     * Moves tasks whose time is over to the archive.
     *
     * @param keptThere how long they are kept there; null for ever
     * @param withPayloads whether arguments, results and tracebacks are kept too
     */
    public Builder archive(@Nullable Duration keptThere, boolean withPayloads) {
      this.action = Action.ARCHIVE;
      this.archiveKeep = keptThere;
      this.archivePayloads = withPayloads;
      return this;
    }

    /** Sets its priority; of several policies for a task the one with the highest wins. */
    public Builder priority(int value) {
      this.priority = value;
      return this;
    }

    /** Sets whether it is in force. */
    public Builder enabled(boolean value) {
      this.enabled = value;
      return this;
    }

    /** Says why it is there. */
    public Builder note(@Nullable String value) {
      this.note = value;
      return this;
    }

    /** Returns the policy. */
    public RetentionPolicy build() {
      return new RetentionPolicy(
          id,
          namePattern,
          state,
          queue,
          keep,
          keepLast,
          action,
          archiveKeep,
          archivePayloads,
          priority,
          enabled,
          note,
          updatedAt);
    }
  }
}
