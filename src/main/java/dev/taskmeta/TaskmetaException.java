package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/** The root of everything that Taskmeta throws on its own account; carries the task's id. */
public abstract class TaskmetaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The task in question, or null where there is none. */
  private final @Nullable String taskId;

  /**
   * Makes an exception.
   *
   * @param taskId the task in question, or null where there is none
   * @param message what went wrong and what to do; names the task itself
   * @param cause what brought it about, or null
   */
  protected TaskmetaException(@Nullable String taskId, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.taskId = taskId;
  }

  /** Returns the id of the task in question, or null where there is none. */
  public final @Nullable String taskId() {
    return taskId;
  }

  /** Puts the task's id before a message, where there is one. */
  static String about(@Nullable String taskId, String message) {
    return taskId == null ? message : "task " + taskId + ": " + message;
  }
}
