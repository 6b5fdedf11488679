package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/**
 * How a task ended; what Celery's {@code get(propagate=False)} returns.
 *
 * @param meta all that is stored of it
 * @param value its result if it succeeded, else null
 * @param failure its error if it did not succeed, else null
 */
public record TaskOutcome<T>(
    TaskMeta meta, @Nullable T value, @Nullable TaskFailedException failure) {

  /** Tells whether the task succeeded. */
  public boolean successful() {
    return failure == null;
  }

  /**
   * Returns the result.
   *
   * @throws TaskFailedException if the task did not succeed
   */
  public @Nullable T get() {
    if (failure != null) {
      throw failure;
    }
    return value;
  }
}
