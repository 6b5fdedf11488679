package dev.taskmeta;

import dev.taskmeta.internal.watch.Waiter;
import dev.taskmeta.internal.watch.Watcher;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.TaskRow;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thread that waits for one task. */
final class Wait implements Waiter {

  /** What woke the thread: a look at a task that goes on if both are null. */
  private record Wake(@Nullable TaskRow row, @Nullable RuntimeException failure) {}

  private static final Wake LOOKED = new Wake(null, null);

  private final AsyncResult<?> result;
  private final WaitOptions options;
  private final boolean followsLooks;
  private final long start = System.nanoTime();
  private volatile TaskState last = TaskState.PENDING;

  /** One wake: a slow callback sees the latest state, and the end is never lost. */
  private final BlockingQueue<Wake> wakes = new ArrayBlockingQueue<>(1);

  Wait(AsyncResult<?> result, WaitOptions options) {
    this.result = result;
    this.options = options;
    this.followsLooks =
        options.onLook() != null || options.followParents() && !result.parents().isEmpty();
  }

  @Override
  public void looked(Look look) {
    last = look.state();
    if (followsLooks) {
      wake(LOOKED);
    }
  }

  @Override
  public void ended(TaskRow row) {
    wake(new Wake(row, null));
  }

  @Override
  public void failed(RuntimeException reason) {
    wake(new Wake(null, reason));
  }

  private synchronized void wake(Wake wake) {
    if (wake != LOOKED) {
      wakes.clear();
    }
    wakes.offer(wake);
  }

  /** Waits until the task is ready or lost for good, and returns what is stored of it. */
  TaskMeta await() {
    TaskMeta meta = look();
    if (meta.ready()) {
      return meta;
    }
    last = meta.state();
    Watcher watcher = result.backend().watcher();
    watcher.add(result.id(), this);
    try {
      return awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for task " + result.id());
    } finally {
      watcher.remove(result.id(), this);
    }
  }

  private TaskMeta awaitEnd() throws InterruptedException {
    while (true) {
      Wake wake = next();
      if (wake == null) {
        throw timeout();
      }
      if (wake.failure() != null) {
        throw wake.failure();
      }
      TaskRow row = wake.row();
      TaskMeta meta = row == null ? look() : look(() -> result.read(row));
      if (row != null || meta.ready()) {
        return meta;
      }
    }
  }

  private @Nullable Wake next() throws InterruptedException {
    Duration timeout = options.timeout();
    if (timeout == null) {
      return wakes.take();
    }
    long left = timeout.toNanos() - (System.nanoTime() - start);
    return left <= 0 ? null : wakes.poll(left, TimeUnit.NANOSECONDS);
  }

  private TaskMeta look() {
    return look(result::meta);
  }

  /** Reads what is stored; fails if a parent failed, root first, as Celery does. */
  private TaskMeta look(Supplier<TaskMeta> read) {
    if (options.followParents()) {
      result.parents().forEach(AsyncResult::maybeThrow);
    }
    TaskMeta meta = read.get();
    if (options.onLook() != null) {
      options.onLook().accept(meta);
    }
    return meta;
  }

  private ResultTimeoutException timeout() {
    return new ResultTimeoutException(result.id(), last, Objects.requireNonNull(options.timeout()));
  }
}
