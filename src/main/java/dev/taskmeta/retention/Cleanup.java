package dev.taskmeta.retention;

import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.spi.ResultStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;

/**
 * Removes what has expired in bounded batches with a pause between them, on one process of a
 * cluster at a time, and ends lost tasks. Every decision is made on the store's clock. Safe for use
 * by several threads.
 */
public final class Cleanup {

  /** How long the lease outlives its last renewal: what a killed process blocks the others for. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final ResultStore store;
  private final Settings settings;
  private final TaskError lostTask;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReadWriteLock running = new ReentrantReadWriteLock();

  /**
   * Makes a cleanup.
   *
   * @param lostTask the error to store for lost tasks
   */
  public Cleanup(ResultStore store, Settings settings, TaskError lostTask) {
    this.store = store;
    this.settings = settings;
    this.lostTask = lostTask;
  }

  /** Counts what {@link #run} would remove now. */
  public CleanupReport dryRun() {
    Instant startedAt = Instant.now();
    long tasks = store.countExpiredTasks();
    long groups = store.countExpiredGroups();
    Duration took = Duration.between(startedAt, Instant.now());
    return new CleanupReport(
        startedAt, took, tasks, groups, 0, 0, Duration.ZERO, true, false, true);
  }

  /** Removes what has expired, unless another process is at it. */
  public CleanupReport run() {
    running.readLock().lock();
    try {
      return runUnderLease();
    } finally {
      running.readLock().unlock();
    }
  }

  private CleanupReport runUnderLease() {
    String holder = settings.workerName() + "/" + UUID.randomUUID();
    Run run = new Run(holder);
    if (!store.acquireLease(holder, LEASE)) {
      return run.report(true);
    }
    try {
      run.lost = run.batches(limit -> store.failLost(List.of(), lostTask, limit));
      run.tasks = run.batches(store::deleteExpiredTasks);
      run.groups = run.batches(store::deleteExpiredGroups);
      return run.report(false);
    } finally {
      store.releaseLease(holder);
    }
  }

  /** Lets all runs end after their current batch. */
  void stop() {
    stopped.countDown();
  }

  /**
   * Waits until no run is under way.
   *
   * @return false if there still is one after so long
   */
  boolean awaitEnd(long nanos) throws InterruptedException {
    boolean ended = running.writeLock().tryLock(nanos, TimeUnit.NANOSECONDS);
    if (ended) {
      running.writeLock().unlock();
    }
    return ended;
  }

  private interface Batch {
    int remove(int limit);
  }

  /** One run's lease and counts. */
  private final class Run {

    private final String holder;
    private final Instant startedAt = Instant.now();
    private final long start = System.nanoTime();
    private long renewed = start;
    private long lost;
    private long tasks;
    private long groups;
    private int batches;
    private Duration longest = Duration.ZERO;
    private boolean complete = true;

    Run(String holder) {
      this.holder = holder;
    }

    /** Runs batches until one is not full; returns how many rows they took. */
    long batches(Batch batch) {
      int limit = settings.cleanupBatchSize();
      long rows = 0;
      while (mayGoOn()) {
        int taken = timed(() -> batch.remove(limit));
        rows += taken;
        if (taken < limit) {
          return rows;
        }
        pause();
      }
      complete = false;
      return rows;
    }

    private boolean mayGoOn() {
      if (stopped.getCount() == 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      long now = System.nanoTime();
      if (now - renewed < LEASE.toNanos() / 4) {
        return true;
      }
      renewed = now;
      return store.acquireLease(holder, LEASE);
    }

    private int timed(IntSupplier batch) {
      long before = System.nanoTime();
      int rows = batch.getAsInt();
      if (rows > 0) {
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        longest = took.compareTo(longest) > 0 ? took : longest;
        batches++;
      }
      return rows;
    }

    private void pause() {
      try {
        stopped.await(settings.cleanupPause().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    CleanupReport report(boolean busy) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new CleanupReport(
          startedAt, took, tasks, groups, lost, batches, longest, false, busy, complete && !busy);
    }
  }
}
