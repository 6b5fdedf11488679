package dev.taskmeta.app;

import java.time.Duration;

/**
 * Ends an attempt that is to be tried again; thrown by {@link TaskContext#retry} alone. Let it
 * pass: whoever catches it cancels the retry.
 */
public final class RetryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Duration delay;

  RetryException(Throwable cause, Duration delay) {
    super("the task will be tried again in " + delay, cause);
    this.delay = delay;
  }

  Duration delay() {
    return delay;
  }
}
