package dev.taskmeta;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to wait. Immutable; the defaults wait for ever, follow the parents, and refuse to wait inside
 * a task.
 *
 * @param timeout how long to wait at most; null for ever; zero looks once
 * @param onLook called in the waiting thread with what is stored at every look, or null
 * @param followParents whether a failed parent fails the wait at once, as Celery's {@code
 *     follow_parents}
 * @param disableSyncSubtasks whether waiting inside a task of this JVM is refused, as Celery's
 *     {@code disable_sync_subtasks}: a pool whose workers wait for each other stands still
 */
public record WaitOptions(
    @Nullable Duration timeout,
    @Nullable Consumer<TaskMeta> onLook,
    boolean followParents,
    boolean disableSyncSubtasks) {

  /** Waits for ever. */
  public static final WaitOptions FOREVER = new WaitOptions(null, null, true, true);

  /** Checks the timeout. */
  public WaitOptions {
    if (timeout != null && timeout.isNegative()) {
      throw new ConfigurationException(
          "a timeout of %s is not possible; give zero or more, or none".formatted(timeout));
    }
  }

  /**
   * Returns options that wait at most so long.
   *
   * @param timeout how long; zero looks once
   */
  public static WaitOptions atMost(Duration timeout) {
    return FOREVER.withTimeout(timeout);
  }

  /** Returns these options with another timeout; null for ever. */
  public WaitOptions withTimeout(@Nullable Duration timeout) {
    return new WaitOptions(timeout, onLook, followParents, disableSyncSubtasks);
  }

  /** Returns these options with a callback at every look. */
  public WaitOptions withOnLook(@Nullable Consumer<TaskMeta> onLook) {
    return new WaitOptions(timeout, onLook, followParents, disableSyncSubtasks);
  }

  /** Returns these options with or without following the parents. */
  public WaitOptions withFollowParents(boolean followParents) {
    return new WaitOptions(timeout, onLook, followParents, disableSyncSubtasks);
  }

  /** Returns these options with or without the refusal to wait inside a task. */
  public WaitOptions withDisableSyncSubtasks(boolean disableSyncSubtasks) {
    return new WaitOptions(timeout, onLook, followParents, disableSyncSubtasks);
  }
}
