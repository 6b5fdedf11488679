package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/**
 * A task ended in FAILURE; shows the whole of its error: type, message, causes, and the traceback
 * of the worker. The original exception is the cause where its class is on the allow-list ({@code
 * exception_allow_list}).
 */
public class TaskFailedException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  /** The state the task ended in. */
  private final transient TaskState state;

  /** The stored error. */
  private final transient TaskError error;

  /** The worker's traceback. */
  private final @Nullable String traceback;

  /**
   * Makes an exception.
   *
   * @param taskId the task that failed
   * @param state the state it ended in
   * @param error the stored error
   * @param traceback the worker's traceback, or null where none was stored
   * @param rebuilt the original exception, where its class is on the allow-list
   */
  public TaskFailedException(
      String taskId,
      TaskState state,
      TaskError error,
      @Nullable String traceback,
      @Nullable Throwable rebuilt) {
    super(taskId, about(taskId, describe(state, error, traceback)), rebuilt);
    this.state = state;
    this.error = error;
    this.traceback = traceback;
  }

  /** Returns the state the task ended in: FAILURE or REVOKED. */
  public final TaskState state() {
    return state;
  }

  /** Returns the stored error: type, module, message, arguments, causes. */
  public final TaskError error() {
    return error;
  }

  /** Returns the worker's traceback, or null where none was stored. */
  public final @Nullable String traceback() {
    return traceback;
  }

  private static String describe(TaskState state, TaskError error, @Nullable String traceback) {
    StringBuilder text = new StringBuilder(state + " - " + error);
    for (TaskError cause = error.cause(); cause != null; cause = cause.cause()) {
      text.append("\n  caused by ").append(cause);
    }
    if (traceback != null) {
      text.append("\nTraceback of the worker:\n").append(traceback.stripTrailing());
    }
    return text.toString();
  }
}
