package dev.taskmeta.retention;

import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskError;
import dev.taskmeta.spi.ArchiveNotReadyException;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.RetentionStore;
import dev.taskmeta.spi.RetentionStore.Removal;
import dev.taskmeta.spi.RetentionStore.Way;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of the cleanup, under its lease: what is done in which order, batch by batch. */
final class CleanupRun {

  /** How long the lease outlives its last renewal: what a killed process blocks the others for. */
  static final Duration LEASE = Duration.ofMinutes(1);

  /** How many rows are reviewed in one transaction at most. */
  private static final int REVIEWED = 1_000;

  /**
   * After how many reviews what is past its time has its turn: stores may keep ahead of reviews.
   */
  private static final int REVIEWS = 10;

  /** How many days and names are measured at a time: each reads a hundred rows or so. */
  private static final int MEASURED = 20;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final ResultStore store;
  private final Settings settings;
  private final TaskError lostTask;
  private final String holder;
  private final Ticker ticker;
  private final CountDownLatch stopped;
  private final RunState state;
  private final Consumer<CleanupReport> progress;
  private long renewed;
  private boolean moreToReview;
  private @Nullable String problem;

  CleanupRun(
      ResultStore store,
      Settings settings,
      TaskError lostTask,
      String holder,
      Ticker ticker,
      CountDownLatch stopped,
      RunState state,
      Consumer<CleanupReport> progress) {
    this.store = store;
    this.settings = settings;
    this.lostTask = lostTask;
    this.holder = holder;
    this.ticker = ticker;
    this.stopped = stopped;
    this.state = state;
    this.progress = progress;
    this.renewed = ticker.nanos();
  }

  void run() {
    try {
      store.retention().ifPresentOrElse(this::govern, this::expire);
      batches(true, this::endGroups);
      store.archive().ifPresent(archive -> retire(new ArchiveUpkeep(archive)));
      store.retention().ifPresent(this::goOn);
    } catch (RuntimeException e) {
      state.failed(e.getMessage() == null ? e.toString() : e.getMessage());
      noteEnd(e);
      throw e;
    }
    state.end();
  }

  /** The first failure is the one to tell; if the store is away, its row stays as it was. */
  private void noteEnd(RuntimeException first) {
    try {
      state.end();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }

  /** The cleanup of a store that has policies. */
  private void govern(RetentionStore retention) {
    if (retention.applyPolicies()) {
      batches(false, limit -> reviewed(retention.sweep(limit), limit));
    }
    review(retention);
    batches(true, this::endLost);
    problem = prepareArchive(retention);
    remove(retention);
  }

  /** Reviews and removes in turn what has come meanwhile, until nothing is due. */
  private void goOn(RetentionStore retention) {
    while (moreToReview && !state.isStopped()) {
      review(retention);
      remove(retention);
    }
    batches(false, limit -> measured(retention.measurePercentiles(MEASURED)));
  }

  private void remove(RetentionStore retention) {
    for (Way way : Way.values()) {
      try {
        remove(retention, way);
      } catch (ArchiveNotReadyException e) {
        state.failed(e.getMessage() + (problem == null ? "" : " (" + problem + ")"));
      }
    }
  }

  private static Done measured(int days) {
    return new Done(days, days == MEASURED);
  }

  /** Makes the archive's months ahead where a policy archives; returns what hinders it, or null. */
  private @Nullable String prepareArchive(RetentionStore retention) {
    boolean archives =
        retention.policies().stream()
            .anyMatch(
                policy -> policy.enabled() && policy.action() == RetentionPolicy.Action.ARCHIVE);
    return !archives || state.isStopped()
        ? null
        : store
            .archive()
            .map(archive -> new ArchiveUpkeep(archive).prepare().problem())
            .orElse(null);
  }

  /** What it cannot do it logs: whoever may not drop a month still cleans up all else. */
  private void retire(ArchiveUpkeep upkeep) {
    batches(
        true,
        limit -> {
          ArchiveUpkeep.Retired retired = upkeep.retire(limit);
          state.partitionsDropped += retired.months();
          return new Done(retired.months() + retired.deleted(), retired.more());
        });
  }

  /** The cleanup of a store that has none. */
  private void expire() {
    batches(true, this::endLost);
    batches(
        true,
        limit -> {
          int rows = store.deleteExpiredTasks(limit);
          state.removed(rows == 0 ? Map.of() : Map.of("default", (long) rows), false);
          return new Done(rows, rows == limit);
        });
  }

  private void review(RetentionStore retention) {
    Reviews reviews = new Reviews(retention);
    batches(false, reviews);
    moreToReview = reviews.more;
  }

  /** Some batches of the review. */
  private final class Reviews implements Batch {

    private final RetentionStore retention;
    private int left = REVIEWS;
    private boolean more;

    Reviews(RetentionStore retention) {
      this.retention = retention;
    }

    @Override
    public Done run(int limit) {
      Done done = reviewed(retention.review(limit), limit);
      more = done.more;
      return new Done(done.rows, more && --left > 0);
    }
  }

  private Done reviewed(int rows, int limit) {
    state.reviewed += rows;
    return new Done(rows, rows >= limit);
  }

  private Done endLost(int limit) {
    int rows = store.failLost(List.of(), lostTask, limit);
    state.lost += rows;
    return new Done(rows, rows >= limit);
  }

  private Done endGroups(int limit) {
    int rows = store.deleteExpiredGroups(limit);
    state.groups += rows;
    return new Done(rows, rows >= limit);
  }

  /** What an older version has stored is counted first, and then removed in a second round. */
  private void remove(RetentionStore retention, Way way) {
    Removals removals = new Removals(retention, way);
    batches(true, removals);
    if (removals.uncounted > 0) {
      review(retention);
      batches(true, new Removals(retention, way));
    }
  }

  /** The batches of one way to remove, each of which goes on where the one before has ended. */
  private final class Removals implements Batch {

    private final RetentionStore retention;
    private final Way way;
    private @Nullable String place;
    private int uncounted;

    Removals(RetentionStore retention, Way way) {
      this.retention = retention;
      this.way = way;
    }

    @Override
    public Done run(int limit) {
      Removal removal = retention.remove(way, limit, place);
      place = removal.place();
      uncounted += removal.uncounted();
      state.removed(removal.removed(), way.archives());
      return new Done(removal.rows(), place != null);
    }
  }

  /** A transaction of bounded size. */
  private interface Batch {
    Done run(int limit);
  }

  /**
   * What a batch did.
   *
   * @param rows how many rows it was about
   * @param more whether there may be more
   */
  private record Done(int rows, boolean more) {}

  private void batches(boolean removes, Batch batch) {
    int rate = settings.cleanupRowsPerSecond();
    BatchSize size = new BatchSize(removes ? removedAtOnce(rate) : REVIEWED);
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
        ticker.pause(removes ? afterRemoval(done.rows, took, rate) : afterReview(took), stopped);
      }
    }
  }

  private int removedAtOnce(int rate) {
    int most = settings.cleanupBatchSize();
    return rate > 0 ? Math.min(most, rate) : most;
  }

  private Duration afterRemoval(int rows, Duration took, int rate) {
    if (rate == 0) {
      return settings.cleanupPause();
    }
    Duration due = Duration.ofNanos(1_000_000_000L * rows / rate).minus(took);
    return due.compareTo(settings.cleanupPause()) > 0 ? due : settings.cleanupPause();
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
    if (now - renewed < LEASE.toNanos() / 4) {
      return true;
    }
    renewed = now;
    return store.acquireLease(holder, LEASE);
  }
}
