package dev.taskmeta.retention;

import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.RetentionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings tasks under the policies and removes those whose time is over, in bounded batches with a
 * pause between them, on one process of a cluster at a time and within its windows; ends lost
 * tasks. Every decision but that of the windows is made on the store's clock. Safe for use by
 * several threads.
 */
public final class Cleanup {

  /** How long the lease outlives its last renewal: what a killed process blocks the others for. */
  public static final Duration LEASE = Duration.ofMinutes(1);

  /** How many rows a run begins with: nobody knows yet how fast the database is. */
  public static final int FIRST_BATCH = 200;

  /** What a removal may take, for now and then one takes more than twice as long as the others. */
  public static final Duration AIM = Duration.ofMillis(40);

  /** From one batch of a throttled run to the next, where no pause is set. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

  private final Supplier<ResultStore> store;
  private final Settings settings;
  private final TaskError lostTask;
  private final Ticker ticker;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReadWriteLock running = new ReentrantReadWriteLock();

  /**
   * Makes a cleanup.
   *
   * @param store where; asked for at the first run
   * @param lostTask the error to store for lost tasks
   */
  public Cleanup(Supplier<ResultStore> store, Settings settings, TaskError lostTask) {
    this(store, settings, lostTask, Ticker.SYSTEM);
  }

  /** With a clock of a test's. */
  Cleanup(Supplier<ResultStore> store, Settings settings, TaskError lostTask, Ticker ticker) {
    this.store = store;
    this.settings = settings;
    this.lostTask = lostTask;
    this.ticker = ticker;
  }

  /**
   * Returns how many rows a batch removes at most. A throttled run takes what is due after one
   * pause: few rows often disturb others less than many at once.
   */
  public static int removedAtOnce(Settings settings) {
    int most = settings.cleanupBatchSize();
    int rate = settings.cleanupRowsPerSecond();
    if (rate == 0) {
      return most;
    }
    Duration pause = settings.cleanupPause();
    Duration between = pause.compareTo(SHORTEST_PAUSE) > 0 ? pause : SHORTEST_PAUSE;
    long due = Math.max(BatchSize.LEAST, rate * between.toMillis() / 1_000);
    return (int) Math.min(due, Math.min(most, rate));
  }

  /** Counts what {@link #run} would remove now. */
  public CleanupReport dryRun() {
    Instant startedAt = ticker.now();
    long start = ticker.nanos();
    ResultStore opened = store.get();
    List<DueTasks> due =
        opened.retention().map(RetentionStore::due).orElseGet(() -> dueByDefault(opened));
    long groups = opened.countExpiredGroups();
    Duration took = Duration.ofNanos(ticker.nanos() - start);
    return new CleanupReport(
        startedAt,
        took,
        Map.of(),
        Map.of(),
        groups,
        0,
        0,
        0,
        Duration.ZERO,
        0,
        due,
        true,
        false,
        null,
        null);
  }

  /** A store that keeps no policies cannot tell more than how many. */
  private static List<DueTasks> dueByDefault(ResultStore store) {
    long rows = store.countExpiredTasks();
    return rows == 0 ? List.of() : List.of(new DueTasks("default", false, rows, 0, null));
  }

  /** Removes what is past its time, unless another process is at it or no window is open. */
  public CleanupReport run() {
    return run(report -> {});
  }

  /**
   * As {@link #run()}.
   *
   * @param progress is told after each batch what has been done
   */
  public CleanupReport run(Consumer<CleanupReport> progress) {
    running.readLock().lock();
    try {
      return runUnderLease(progress);
    } finally {
      running.readLock().unlock();
    }
  }

  private CleanupReport runUnderLease(Consumer<CleanupReport> progress) {
    String holder = settings.workerName() + "/" + UUID.randomUUID();
    if (!settings.cleanupWindows().isOpen(ticker.now())) {
      return new RunState(settings.workerName(), ticker, Optional.empty())
          .stopped(RunState.WINDOW)
          .report(false);
    }
    ResultStore opened = store.get();
    RunState state = new RunState(settings.workerName(), ticker, opened.retention());
    if (!opened.acquireLease(holder, LEASE)) {
      return state.report(true);
    }
    try {
      BatchLoop loop = new BatchLoop(opened, settings, holder, ticker, stopped, state, progress);
      new CleanupRun(opened, lostTask, state, loop).run();
      return state.report(false);
    } finally {
      opened.releaseLease(holder);
    }
  }

  /**
   * Returns for how long the store's oldest task that could be removed has been past its time;
   * empty if there is none, or the store cannot tell.
   */
  Optional<Duration> overdue() {
    return store.get().retention().flatMap(RetentionStore::overdue);
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
}
