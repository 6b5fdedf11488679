package dev.taskmeta.cli.bench;

import dev.taskmeta.retention.CleanupReport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Watches how fast a cleanup removes, from the end of its reviews on. */
final class Removals {

  private final BooleanSupplier mayGoOn;
  private final BooleanSupplier counts;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Load.Tally tally = new Load.Tally();
  private long nanos;
  private long before;
  private long removed;
  private long lastAt = System.nanoTime();

  /**
   * Makes a watcher.
   *
   * @param mayGoOn whether more than the first batch may be removed; asked after each
   * @param counts whether what is removed now is measured
   */
  Removals(BooleanSupplier mayGoOn, BooleanSupplier counts) {
    this.mayGoOn = mayGoOn;
    this.counts = counts;
  }

  /** Is told after each batch, and lets the cleanup wait until it may go on. */
  void at(CleanupReport report) {
    long now = System.nanoTime();
    // Reviews and measurements in between are told, too.
    if (report.tasks() > removed) {
      count(report, now);
      begun.countDown();
      while (!mayGoOn.getAsBoolean()) {
        LockSupport.parkNanos(1_000_000);
        now = System.nanoTime();
      }
    }
    lastAt = now;
  }

  private synchronized void count(CleanupReport report, long now) {
    if (counts.getAsBoolean()) {
      // What lies between the last review and the first of them is no batch.
      boolean isFirst = tally.tasks == 0;
      tally.latencies.add(isFirst ? report.longestBatch().toNanos() : now - lastAt);
      tally.tasks += report.tasks() - removed;
      nanos += now - lastAt;
    }
    removed = report.tasks();
  }

  /** Waits until the cleanup removes, or has ended. */
  void awaitFirst(CompletableFuture<CleanupReport> cleanup) throws InterruptedException {
    cleanup.whenComplete((report, problem) -> begun.countDown());
    begun.await();
  }

  /** Returns what was removed in what time; the durations are those of the batches. */
  synchronized Load.Tally tally() {
    return tally.took(Math.max(1, nanos));
  }
}
