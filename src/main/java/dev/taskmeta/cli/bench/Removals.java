package dev.taskmeta.cli.bench;

import dev.taskmeta.retention.CleanupReport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Watches how fast a cleanup removes, from the end of its reviews on. */
final class Removals {

  private final BooleanSupplier mayBegin;
  private final BooleanSupplier counts;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Latencies batches = new Latencies();
  private long lastAt = System.nanoTime();
  private long from;
  private long to;
  private volatile boolean goesOn;
  private long first = -1;
  private long last;

  /**
   * Makes a watcher.
   *
   * @param mayBegin whether more than the first batch may be removed
   * @param counts whether what is removed now is measured
   */
  Removals(BooleanSupplier mayBegin, BooleanSupplier counts) {
    this.mayBegin = mayBegin;
    this.counts = counts;
  }

  /** Is told after each batch; after the first the removals wait until they may go on. */
  void at(CleanupReport report) {
    count(report);
    if (report.tasks() > 0 && !goesOn) {
      while (!mayBegin.getAsBoolean()) {
        LockSupport.parkNanos(1_000_000);
      }
      goesOn = true;
      goOn();
    }
  }

  private synchronized void goOn() {
    lastAt = System.nanoTime();
  }

  private synchronized void count(CleanupReport report) {
    long now = System.nanoTime();
    // Reviews and measurements in between are told, too.
    if (report.tasks() > last) {
      begun.countDown();
      if (counts.getAsBoolean()) {
        if (first < 0) {
          // The rate counts from the end of the batch before.
          first = last;
          from = lastAt;
          // What lies between the last review and it is no batch.
          batches.add(report.longestBatch().toNanos());
        } else {
          batches.add(now - lastAt);
        }
        to = now;
        last = report.tasks();
      } else if (first < 0) {
        last = report.tasks();
      }
    }
    lastAt = now;
  }

  /** Waits until the cleanup removes, or has ended. */
  void awaitFirst(CompletableFuture<CleanupReport> cleanup) throws InterruptedException {
    cleanup.whenComplete((report, problem) -> begun.countDown());
    begun.await();
  }

  /**
   * Returns what was removed in what time.
   *
   * @param whole the report if all was measured: then the durations are those of the batches
   */
  synchronized Load.Tally tally(@Nullable CleanupReport whole) {
    Load.Tally tally = new Load.Tally();
    tally.tasks = first < 0 ? 0 : last - first;
    if (whole != null) {
      tally.latencies.addAll(batches);
    }
    return tally.took(Math.max(1, to - from));
  }
}
