package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/** The database cannot be reached or refuses the login; the message says which and where. */
public final class BackendUnavailableException extends StoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message where, as whom and why; never the password
   * @param isTransient true if the same call may succeed when made again (no connection); false
   *     where it cannot (wrong password, no such database)
   * @param cause the driver's exception, or null
   */
  public BackendUnavailableException(
      String message, boolean isTransient, @Nullable Throwable cause) {
    this(null, message, isTransient, cause);
  }

  /**
   * Makes an exception about a task.
   *
   * @param taskId the task that could not be read or stored, or null
   * @param message where, as whom and why; never the password
   * @param isTransient true if the same call may succeed when made again
   * @param cause the driver's exception, or null
   */
  public BackendUnavailableException(
      @Nullable String taskId, String message, boolean isTransient, @Nullable Throwable cause) {
    super(taskId, message, isTransient, cause);
  }
}
