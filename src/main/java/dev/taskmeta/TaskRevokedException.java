package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/** A task ended in REVOKED: it was called off, or expired before it began. */
public final class TaskRevokedException extends TaskFailedException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param taskId the task that was called off
   * @param error the stored error, whose message is the reason
   * @param traceback the worker's traceback, or null where none was stored
   */
  public TaskRevokedException(String taskId, TaskError error, @Nullable String traceback) {
    super(taskId, TaskState.REVOKED, error, traceback, null);
  }
}
