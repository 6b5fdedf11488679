package dev.taskmeta;

import dev.taskmeta.internal.Limits;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a task: one of the nine that Celery names, or any text of your own ({@code
 * TaskState.of("PROGRESS")}), which is never ready. Immutable and safe for use by several threads.
 *
 * @param name the state as it is stored: 1 to 50 code points, no white space at its ends
 */
public record TaskState(String name) {

  /** Known or not, the task has not been heard of by a worker; unknown ids read as this. */
  public static final TaskState PENDING = new TaskState("PENDING");

  /** A worker holds the task but has not begun. */
  public static final TaskState RECEIVED = new TaskState("RECEIVED");

  /** A worker runs the task. */
  public static final TaskState STARTED = new TaskState("STARTED");

  /** An attempt failed and another will follow. */
  public static final TaskState RETRY = new TaskState("RETRY");

  /** The task ended with a result. Final: nothing replaces it. */
  public static final TaskState SUCCESS = new TaskState("SUCCESS");

  /** The task ended with an error. Only a new attempt or another end replaces it. */
  public static final TaskState FAILURE = new TaskState("FAILURE");

  /** The task was called off. Only a new attempt or another end replaces it. */
  public static final TaskState REVOKED = new TaskState("REVOKED");

  /** A worker refused the task; not ready, as in Celery. */
  public static final TaskState REJECTED = new TaskState("REJECTED");

  /** A worker dropped the task and wants no result; not ready, as in Celery. */
  public static final TaskState IGNORED = new TaskState("IGNORED");

  /** The states in which a result is there to be had, as Celery's {@code READY_STATES}. */
  public static final Set<TaskState> READY = Set.of(SUCCESS, FAILURE, REVOKED);

  /** The states that carry an error, as Celery's {@code EXCEPTION_STATES}. */
  public static final Set<TaskState> EXCEPTION = Set.of(RETRY, FAILURE, REVOKED);

  /** The states that make {@code get} throw, as Celery's {@code PROPAGATE_STATES}. */
  public static final Set<TaskState> PROPAGATE = Set.of(FAILURE, REVOKED);

  /** The ended states that a new attempt may replace. */
  public static final List<TaskState> REPLACEABLE = List.of(FAILURE, REVOKED);

  /** The states that replace a {@link #REPLACEABLE} one. */
  public static final List<TaskState> REPLACING =
      List.of(RECEIVED, STARTED, SUCCESS, FAILURE, REVOKED);

  /** The states in which no process works on the task any more, so none can lose it. */
  public static final List<TaskState> SETTLED =
      List.of(SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED);

  /** The states that have a meaning of their own; every other is the application's. */
  public static final List<TaskState> NAMED =
      List.of(PENDING, RECEIVED, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED);

  /**
   * Checks the name.
   *
   * @throws RefusedValueException if it is empty, over 50 code points, has white space at an end,
   *     or holds U+0000 or an unpaired surrogate
   */
  public TaskState {
    Limits.STATE.check(null, name);
  }

  /**
   * Returns the state of that name.
   *
   * @param name a state's name, in its exact case
   * @return the named constant, or a state of your own
   * @throws RefusedValueException if the name is refused, see {@link TaskState}
   */
  public static TaskState of(String name) {
    for (TaskState state : NAMED) {
      if (state.name.equals(name)) {
        return state;
      }
    }
    return new TaskState(name);
  }

  /** Tells whether a task in this state has ended: SUCCESS, FAILURE or REVOKED. */
  public boolean isReady() {
    return READY.contains(this);
  }

  /** Tells whether this state carries an error: RETRY, FAILURE or REVOKED. */
  public boolean isException() {
    return EXCEPTION.contains(this);
  }

  /** Tells whether {@code get} throws for a task in this state: FAILURE or REVOKED. */
  public boolean propagates() {
    return PROPAGATE.contains(this);
  }

  /**
   * Tells whether an update to this state replaces a stored one: SUCCESS is never replaced, PENDING
   * never replaces, FAILURE and REVOKED give way to a new attempt or another end.
   *
   * @param stored the state of the row that is there
   * @return true if the store is to be accepted
   */
  public boolean replaces(TaskState stored) {
    return !stored.equals(SUCCESS)
        && !equals(PENDING)
        && (!REPLACEABLE.contains(stored) || REPLACING.contains(this));
  }

  // Java makes up these two of a record when they are first called, which takes a short-lived
  // process longer than to read a task.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaskState state && name.equals(state.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
