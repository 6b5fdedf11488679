package dev.taskmeta.retention;

import dev.taskmeta.CleanupSchedule;
import dev.taskmeta.CleanupWindows;
import dev.taskmeta.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the cleanup as its schedule says, on one daemon thread; no thread where the schedule is off.
 * The first run of an interval comes after a random part of it, so that the processes of a cluster
 * do not all come at once.
 */
public final class CleanupScheduler implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(CleanupScheduler.class);

  private static final Duration END = Duration.ofSeconds(10);

  private final Cleanup cleanup;
  private final CleanupSchedule schedule;
  private final CleanupWindows windows;
  private final Consumer<CleanupReport> listener;
  private final @Nullable ScheduledThreadPoolExecutor executor;

  /**
   * Starts the schedule.
   *
   * @param listener told of every run
   */
  public CleanupScheduler(
      Cleanup cleanup,
      CleanupSchedule schedule,
      CleanupWindows windows,
      Consumer<CleanupReport> listener) {
    this.cleanup = cleanup;
    this.schedule = schedule;
    this.windows = windows;
    this.listener = listener;
    this.executor = schedule.isOff() ? null : executor();
    scheduleNext(true);
  }

  private static ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "taskmeta-cleanup");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  private void scheduleNext(boolean first) {
    if (executor == null) {
      return;
    }
    Instant now = Instant.now();
    schedule
        .next(now)
        .map(next -> schedule.external() ? next : windows.nextOpen(next))
        .ifPresent(
            next -> {
              long wait = Duration.between(now, next).toMillis();
              boolean staggered = first && schedule.interval() != null;
              long delay = staggered ? ThreadLocalRandom.current().nextLong(wait + 1) : wait;
              try {
                executor.schedule(this::run, delay, TimeUnit.MILLISECONDS);
              } catch (RejectedExecutionException e) {
                LOGGER.debug("closed", e);
              }
            });
  }

  private void run() {
    try {
      if (schedule.external()) {
        watch(Objects.requireNonNull(schedule.interval()));
        return;
      }
      CleanupReport report = cleanup.run();
      LOGGER.info("cleanup: {}", text(report));
      report.error().ifPresent(error -> LOGGER.warn("cleanup: {}", error));
      listener.accept(report);
    } catch (StoreException e) {
      LOGGER.warn("cleanup failed and will be tried again: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOGGER.error("cleanup failed", e);
    } finally {
      scheduleNext(false);
    }
  }

  private static String text(CleanupReport report) {
    if (report.busy()) {
      return "another process is at it";
    }
    return "%d tasks, %d groups removed, %d lost tasks ended, in %d ms%s"
        .formatted(
            report.tasks(),
            report.groups(),
            report.lost(),
            report.took().toMillis(),
            report.stoppedBy().map(reason -> ", stopped by " + reason).orElse(""));
  }

  /** One interval may be just over; two without a cleanup are a fault of whatever cleans. */
  private void watch(Duration interval) {
    Duration patience = schedule.patience(windows);
    cleanup
        .overdue()
        .filter(overdue -> overdue.compareTo(patience) > 0)
        .ifPresent(
            overdue ->
                LOGGER.warn(
                    "cleanup_schedule={}, but nothing cleans: the oldest expired task has been past"
                        + " its time for {} s; look at cleanup_run and at the job that should clean,"
                        + " or let the application do it: cleanup_schedule={}",
                    schedule,
                    overdue.toSeconds(),
                    CleanupSchedule.every(interval)));
  }

  /**
   * Ends the schedule; runs that are under way end after their current batch, also those that
   * somebody has called, and are waited for as long as a slow batch may take.
   */
  @Override
  public void close() {
    long end = System.nanoTime() + END.toNanos();
    cleanup.stop();
    if (executor != null) {
      executor.shutdown();
    }
    try {
      if (executor != null && !executor.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS)) {
        executor.shutdownNow();
      }
      if (!cleanup.awaitEnd(end - System.nanoTime())) {
        LOGGER.warn("a cleanup is still under way while its backend is closed");
      }
    } catch (InterruptedException e) {
      if (executor != null) {
        executor.shutdownNow();
      }
      Thread.currentThread().interrupt();
    }
  }
}
