package dev.taskmeta.internal.codec;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Room for values nested deeper than a thread's stack: Jackson walks lists and maps by recursion,
 * and a usual stack ends at some 2,000 levels.
 */
final class DeepStack {

  /** Some 100,000 levels; taken from the system only as far as it is used. */
  private static final long BYTES = 64 << 20;

  private DeepStack() {}

  /**
   * Does the work here, or on a thread with a deep stack if this one's does not suffice.
   *
   * @throws StackOverflowError if that does not suffice either
   */
  static <T extends @Nullable Object> T call(Supplier<T> work) {
    try {
      return work.get();
    } catch (StackOverflowError e) {
      return callDeep(work);
    }
  }

  private static <T extends @Nullable Object> T callDeep(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = new Thread(null, task, "taskmeta-deep-json", BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrown(Throwable problem) {
    if (problem instanceof Error error) {
      throw error;
    }
    return problem instanceof RuntimeException e ? e : new CompletionException(problem);
  }
}
