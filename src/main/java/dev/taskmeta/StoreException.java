package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/** The store could not do what was asked of it. */
public class StoreException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  /** Whether the same call may succeed when made again. */
  private final boolean isTransient;

  /**
   * Makes an exception.
   *
   * @param taskId the task, or null where there is none
   * @param message what could not be done and why
   * @param isTransient true if the same call may succeed when made again (connection lost,
   *     deadlock, serialization failure)
   * @param cause the driver's exception, or null
   */
  public StoreException(
      @Nullable String taskId, String message, boolean isTransient, @Nullable Throwable cause) {
    super(taskId, about(taskId, message), cause);
    this.isTransient = isTransient;
  }

  /** Tells whether the same call may succeed when made again. */
  public final boolean isTransient() {
    return isTransient;
  }
}
