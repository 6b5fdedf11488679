package dev.taskmeta;

import java.util.function.Supplier;

/**
 * Whether this thread runs a task, where waiting for other tasks is refused unless allowed; what
 * Celery's {@code allow_join_result} and {@code disable_sync_subtasks} are about.
 */
public final class InTask {

  private static final ThreadLocal<Boolean> RUNNING = ThreadLocal.withInitial(() -> false);

  private InTask() {}

  /**
   * Runs a task's work: waiting inside it is refused.
   *
   * @return what the work returns
   */
  public static <T> T run(Supplier<T> work) {
    return with(true, work);
  }

  /**
   * Runs work that may wait although a task runs around it.
   *
   * @return what the work returns
   */
  public static <T> T allowJoin(Supplier<T> work) {
    return with(false, work);
  }

  private static <T> T with(boolean running, Supplier<T> work) {
    boolean before = RUNNING.get();
    RUNNING.set(running);
    try {
      return work.get();
    } finally {
      RUNNING.set(before);
    }
  }

  static void checkMayWait() {
    if (RUNNING.get()) {
      throw new IllegalStateException(
          "a task must not wait for another: the pool could stand still. Use InTask.allowJoin, or"
              + " WaitOptions.withDisableSyncSubtasks(false), if you know that it cannot");
    }
  }
}
