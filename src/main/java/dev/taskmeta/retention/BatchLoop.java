package dev.taskmeta.retention;

import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import dev.taskmeta.spi.ResultStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Runs transactions of bounded size one after another, as fast as the settings and the database
 * allow, for as long as the run may go on: it ends with the window, with the lease, or when it is
 * stopped. For one thread.
 */
final class BatchLoop {

  /** How many rows are reviewed in one transaction at most. */
  private static final int REVIEWED = 1_000;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** What a throttled run makes up for at most. */
  private static final long MOST_BEHIND = Duration.ofMillis(200).toNanos();

  private final ResultStore store;
  private final Settings settings;
  private final String holder;
  private final Ticker ticker;
  private final CountDownLatch stopped;
  private final RunState state;
  private final Consumer<CleanupReport> progress;
  private long renewed;

  /**
   * Makes one.
   *
   * @param holder who has the lease, which is renewed
   * @param stopped at zero once the run is to end
   * @param progress is told after each transaction that did something
   */
  BatchLoop(
      ResultStore store,
      Settings settings,
      String holder,
      Ticker ticker,
      CountDownLatch stopped,
      RunState state,
      Consumer<CleanupReport> progress) {
    this.store = store;
    this.settings = settings;
    this.holder = holder;
    this.ticker = ticker;
    this.stopped = stopped;
    this.state = state;
    this.progress = progress;
    this.renewed = ticker.nanos();
  }

  /** A transaction of bounded size. */
  interface Batch {
    Done run(int limit);
  }

  /**
   * What a batch did.
   *
   * @param rows how many rows it was about
   * @param more whether there may be more
   */
  record Done(int rows, boolean more) {}

  /** Runs what removes rows: throttled, with the pauses that the settings say. */
  void removing(Batch batch) {
    run(true, batch);
  }

  /** Runs what looks at rows and may change them. */
  void reviewing(Batch batch) {
    run(false, batch);
  }

  private void run(boolean removes, Batch batch) {
    int rate = settings.cleanupRowsPerSecond();
    BatchSize size =
        removes
            ? new BatchSize(Cleanup.removedAtOnce(settings), Cleanup.AIM)
            : new BatchSize(REVIEWED, BatchSize.SLOW);
    long due = ticker.nanos();
    while (mayGoOn()) {
      long before = ticker.nanos();
      Done done;
      try {
        done = batch.run(size.size());
      } catch (StoreException e) {
        if (!e.isTransient() || !size.failed()) {
          throw e;
        }
        ticker.pause(AFTER_FAILURE, stopped);
        continue;
      }
      Duration took = Duration.ofNanos(ticker.nanos() - before);
      size.took(took);
      if (done.rows > 0) {
        if (removes) {
          state.batch(took);
        }
        state.note();
        progress.accept(state.report(false));
      }
      if (!done.more) {
        return;
      }
      if (done.rows > 0) {
        long interval = rate == 0 ? 0 : SECOND * done.rows / rate;
        due = Math.max(due, before - MOST_BEHIND) + interval;
        long soonest = before + interval / 5 * 4;
        ticker.pause(removes ? untilRemoval(Math.max(due, soonest)) : afterReview(took), stopped);
      }
    }
  }

  /**
   * Pauses that take longer than they should are made up for, so the rate is kept; but by and by, a
   * quarter faster: many batches in a row would disturb like a large one.
   */
  private Duration untilRemoval(long due) {
    Duration left = Duration.ofNanos(due - ticker.nanos());
    return left.compareTo(settings.cleanupPause()) > 0 ? left : settings.cleanupPause();
  }

  /** A review may only read; it has to keep up with what is stored. */
  private Duration afterReview(Duration took) {
    return took.compareTo(settings.cleanupPause()) < 0 ? took : settings.cleanupPause();
  }

  private boolean mayGoOn() {
    if (stopped.getCount() == 0) {
      state.stopped(RunState.CLOSE);
    } else if (Thread.currentThread().isInterrupted()) {
      state.stopped(RunState.INTERRUPT);
    } else if (!settings.cleanupWindows().isOpen(ticker.now())) {
      state.stopped(RunState.WINDOW);
    } else if (!keepsLease()) {
      state.stopped(RunState.LEASE);
    }
    return !state.isStopped();
  }

  private boolean keepsLease() {
    long now = ticker.nanos();
    if (now - renewed < Cleanup.LEASE.toNanos() / 4) {
      return true;
    }
    renewed = now;
    return store.acquireLease(holder, Cleanup.LEASE);
  }
}
