package dev.taskmeta;

import java.time.Duration;

/** A task was not ready in time; the message names its id and the last state seen. */
public final class ResultTimeoutException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  /** The last state seen. */
  private final transient TaskState lastState;

  /**
   * Makes an exception.
   *
   * @param taskId the task that was waited for
   * @param lastState the last state seen
   * @param timeout how long was waited
   */
  public ResultTimeoutException(String taskId, TaskState lastState, Duration timeout) {
    super(
        taskId,
        about(taskId, "not ready after %s; last state %s".formatted(seconds(timeout), lastState)),
        null);
    this.lastState = lastState;
  }

  /** Returns the last state seen. */
  public TaskState lastState() {
    return lastState;
  }

  private static String seconds(Duration timeout) {
    return java.math.BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString()
        + " s";
  }
}
