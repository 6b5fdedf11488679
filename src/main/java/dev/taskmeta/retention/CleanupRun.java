package dev.taskmeta.retention;

import dev.taskmeta.TaskError;
import dev.taskmeta.retention.BatchLoop.Done;
import dev.taskmeta.spi.ArchiveNotReadyException;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.RetentionStore;
import dev.taskmeta.spi.RetentionStore.Removal;
import dev.taskmeta.spi.RetentionStore.Way;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of the cleanup, under its lease: what is done in which order, batch by batch. */
final class CleanupRun {

  /**
   * After how many reviews what is past its time has its turn: stores may keep ahead of reviews.
   */
  private static final int REVIEWS = 10;

  /** How many days and names are measured at a time: each reads a hundred rows or so. */
  private static final int MEASURED = 20;

  private final ResultStore store;
  private final TaskError lostTask;
  private final RunState state;
  private final BatchLoop loop;
  private boolean moreToReview;
  private @Nullable String problem;

  CleanupRun(ResultStore store, TaskError lostTask, RunState state, BatchLoop loop) {
    this.store = store;
    this.lostTask = lostTask;
    this.state = state;
    this.loop = loop;
  }

  void run() {
    try {
      store.retention().ifPresentOrElse(this::govern, this::expire);
      loop.removing(this::endGroups);
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
      loop.reviewing(limit -> reviewed(retention.sweep(limit), limit));
    }
    review(retention);
    loop.removing(this::endLost);
    problem = prepareArchive(retention);
    remove(retention);
  }

  /** Reviews and removes in turn what has come meanwhile, until nothing is due. */
  private void goOn(RetentionStore retention) {
    while (moreToReview && !state.isStopped()) {
      review(retention);
      remove(retention);
    }
    loop.reviewing(limit -> measured(retention.measurePercentiles(MEASURED)));
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
    loop.removing(
        limit -> {
          ArchiveUpkeep.Retired retired = upkeep.retire(limit);
          state.partitionsDropped += retired.months();
          return new Done(retired.months() + retired.deleted(), retired.more());
        });
  }

  /** The cleanup of a store that has none. */
  private void expire() {
    loop.removing(this::endLost);
    loop.removing(
        limit -> {
          int rows = store.deleteExpiredTasks(limit);
          state.removed(rows == 0 ? Map.of() : Map.of("default", (long) rows), false);
          return new Done(rows, rows == limit);
        });
  }

  private void review(RetentionStore retention) {
    Reviews reviews = new Reviews(retention);
    loop.reviewing(reviews);
    moreToReview = reviews.more;
  }

  /** Some batches of the review. */
  private final class Reviews implements BatchLoop.Batch {

    private final RetentionStore retention;
    private int left = REVIEWS;
    private boolean more;

    Reviews(RetentionStore retention) {
      this.retention = retention;
    }

    @Override
    public Done run(int limit) {
      Done done = reviewed(retention.review(limit), limit);
      more = done.more();
      return new Done(done.rows(), more && --left > 0);
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
    loop.removing(removals);
    if (removals.uncounted > 0) {
      review(retention);
      loop.removing(new Removals(retention, way));
    }
  }

  /** The batches of one way to remove, each of which goes on where the one before has ended. */
  private final class Removals implements BatchLoop.Batch {

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
}
