package dev.taskmeta;

import dev.taskmeta.internal.watch.Watcher;
import dev.taskmeta.spi.Look;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread that waits for one task. */
final class Wait implements Watcher.Waiter {

  /** What woke the thread. */
  private record Wake(@Nullable Look look, @Nullable RuntimeException failure) {}

  private final AsyncResult<?> result;
  private final WaitOptions options;
  private final long start = System.nanoTime();

  /** The newest look alone: a slow callback sees the latest, and the last one is never lost. */
  private final BlockingQueue<Wake> wakes = new ArrayBlockingQueue<>(1);

  Wait(AsyncResult<?> result, WaitOptions options) {
    this.result = result;
    this.options = options;
  }

  @Override
  public void looked(Look look) {
    wake(new Wake(look, null));
  }

  @Override
  public void failed(RuntimeException reason) {
    wake(new Wake(null, reason));
  }

  private synchronized void wake(Wake wake) {
    wakes.clear();
    wakes.add(wake);
  }

  /** Waits until the task is ready or lost for good, and returns what is stored of it. */
  TaskMeta await() {
    TaskMeta meta = look();
    if (meta.ready()) {
      return meta;
    }
    Watcher watcher = result.backend().watcher();
    watcher.add(result.id(), this);
    try {
      return await(meta);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for task " + result.id());
    } finally {
      watcher.remove(result.id(), this);
    }
  }

  private TaskMeta await(TaskMeta first) throws InterruptedException {
    TaskState last = first.state();
    while (true) {
      Wake wake = next();
      if (wake == null) {
        throw timeout(last);
      }
      if (wake.failure() != null) {
        throw wake.failure();
      }
      Look look = Objects.requireNonNull(wake.look());
      last = look.state();
      boolean end = look.state().isReady() || look.lost();
      if (end || options.onLook() != null || !result.parents().isEmpty()) {
        TaskMeta meta = look();
        if (meta.ready() || meta.lost() && look.lost()) {
          return meta;
        }
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

  /** Reads what is stored; fails if a parent failed, root first, as Celery does. */
  private TaskMeta look() {
    if (options.followParents()) {
      result.parents().forEach(AsyncResult::maybeThrow);
    }
    TaskMeta meta = result.meta();
    if (options.onLook() != null) {
      options.onLook().accept(meta);
    }
    return meta;
  }

  private ResultTimeoutException timeout(TaskState last) {
    return new ResultTimeoutException(result.id(), last, Objects.requireNonNull(options.timeout()));
  }
}
