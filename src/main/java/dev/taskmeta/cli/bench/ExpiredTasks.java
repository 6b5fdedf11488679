package dev.taskmeta.cli.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.retention.CleanupReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Stores tasks that expire at once, then removes them by one cleanup without pauses, as {@code
 * taskmeta cleanup --no-pause} does. The cleanup first counts them all; only the removal is
 * measured.
 */
final class ExpiredTasks {

  private static final int BATCH = 500;

  /** So many are there for each second: more than a loaded server removes. */
  private static final long ROWS_PER_SECOND = 25_000;

  /** What spares many who store: unthrottled, a purge takes a processor from them. */
  private static final int ROWS_BESIDE_CALLERS = 10_500;

  /** How long nothing is removed, and then something. */
  private static final Duration TURN = Duration.ofMillis(500);

  /** The turn in which something is. */
  private static final int REMOVING = 1;

  private static final Duration KEPT = Duration.ofSeconds(1);

  private final BenchmarkTables tables;
  private final BenchmarkPlan plan;
  private final Progress progress;
  private final Consumer<String> warnings;
  private final SampleTask sample;

  ExpiredTasks(
      BenchmarkTables tables,
      BenchmarkPlan plan,
      Progress progress,
      Consumer<String> warnings,
      int payload) {
    this.tables = tables;
    this.plan = plan;
    this.progress = progress;
    this.warnings = warnings;
    this.sample = new SampleTask(payload);
  }

  /**
   * Opens a backend that cleans without pauses.
   *
   * @param rate how many rows a second at most; 0 as fast as it can
   */
  private ResultBackend open(int rate) {
    return ResultBackend.builder()
        .settings(
            tables.settings().toBuilder()
                .set(Setting.CLEANUP_PAUSE, Duration.ZERO)
                .set(Setting.CLEANUP_ROWS_PER_SECOND, String.valueOf(rate))
                .build())
        .build();
  }

  /** Removes what was stored for as long as a measurement takes; the durations are the batches'. */
  Load.Tally alone() throws InterruptedException {
    try (ResultBackend backend = open(0)) {
      store(backend);
      progress.at("cleanup: counting and removing them");
      Removals removals = new Removals(() -> true, () -> true);
      backend.cleanup(removals::at);
      return removals.tally();
    }
  }

  /**
   * The same while others store. Beside many callers it is throttled and takes turns with its
   * absence; beside one it takes what it can after a time without.
   *
   * @param stores is given what was stored while nothing was removed
   * @return what was removed; the durations are those of the stores
   */
  Load.Tally whileStoring(int callers, Load.Caller caller, Consumer<Load.Tally> stores)
      throws InterruptedException {
    boolean throttled = callers > 1;
    Load load = new Load(plan.warmup(), plan.seconds());
    BooleanSupplier removes = throttled ? () -> load.turn() == REMOVING : load::isMeasuring;
    Removals removals =
        new Removals(() -> removes.getAsBoolean() || load.isOver(), load::isMeasuring);
    try (ResultBackend backend = open(throttled ? ROWS_BESIDE_CALLERS : 0)) {
      store(backend);
      progress.at("cleanup: counting them");
      CompletableFuture<CleanupReport> cleanup =
          CompletableFuture.supplyAsync(
              () -> backend.cleanup(removals::at), work -> new Thread(work, "cleanup").start());
      removals.awaitFirst(cleanup);
      Load.Tally beside;
      if (throttled) {
        progress.at("cleanup: removing them in turns, while %,d callers store".formatted(callers));
        List<Load.Tally> both = load.inTurns(callers, caller, TURN);
        stores.accept(both.get(1 - REMOVING));
        beside = both.get(REMOVING);
      } else {
        progress.at("cleanup: waiting while 1 caller stores");
        stores.accept(new Load(plan.warmup(), plan.seconds()).run(callers, caller));
        progress.at("cleanup: removing them while 1 caller stores");
        beside = load.run(callers, caller);
      }
      if (cleanup.isDone()) {
        warnings.accept("all tasks were removed before the measurement ended: take more time");
      }
      return removals.tally().ofCallers(beside);
    }
  }

  private void store(ResultBackend backend) throws InterruptedException {
    progress.at("cleanup: storing tasks that expire");
    long rows = ROWS_PER_SECOND * plan.seconds().plus(plan.warmup()).toSeconds();
    for (long stored = 0; stored < rows; stored += BATCH) {
      backend.storeAll(batch());
    }
    Thread.sleep(KEPT.plusMillis(100).toMillis());
  }

  private List<TaskUpdate> batch() {
    List<TaskUpdate> batch = new ArrayList<>();
    for (int at = 0; at < BATCH; at++) {
      batch.add(sample.success(SampleTask.newId(), KEPT));
    }
    return batch;
  }
}
