package dev.taskmeta.app;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of an app. Workers and timers keep the process until the calls are done and end when
 * idle, so that a program which forgets to close its app still ends.
 */
final class Threads {

  private static final Logger LOGGER = LoggerFactory.getLogger(Threads.class);

  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor timer;
  private final ScheduledThreadPoolExecutor upkeep;

  Threads(int size) {
    workers =
        new ThreadPoolExecutor(
            size,
            size,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("taskmeta-worker", false));
    workers.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, named("taskmeta-timer", false));
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    // Two, so that the sign of life does not wait behind a slow outcome.
    upkeep = new ScheduledThreadPoolExecutor(2, named("taskmeta-upkeep", true));
  }

  private static ThreadFactory named(String name, boolean daemon) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(daemon);
      return thread;
    };
  }

  /** Runs work when a worker is free, in the order in which it came. */
  void work(Runnable work) {
    workers.execute(work);
  }

  /** Runs something short at a time. */
  Future<?> at(Instant time, Runnable work) {
    // In milliseconds, which no date up to the year 9999 overflows; one more, never too early.
    long wait = Duration.between(Instant.now(), time).toMillis() + 1;
    return timer.schedule(work, wait, TimeUnit.MILLISECONDS);
  }

  /** Runs something that talks to the store, off the timer. */
  void aside(Runnable work) {
    upkeep.execute(work);
  }

  /** Repeats something, whatever it throws. */
  void upkeep(Duration interval, Runnable work) {
    upkeep.scheduleAtFixedRate(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            LOGGER.warn("upkeep failed and will be repeated: {}", e.getMessage());
          }
        },
        interval.toNanos(),
        interval.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /** Takes no more work. */
  void finishWork() {
    timer.shutdownNow();
    workers.shutdown();
  }

  /** Waits for the work to end; returns whether it has. */
  boolean awaitWork(Duration most) throws InterruptedException {
    return workers.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the upkeep, letting a statement that is under way end rather than breaking it. */
  void close(Duration most) throws InterruptedException {
    upkeep.shutdown();
    upkeep.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
  }
}
