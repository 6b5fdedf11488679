package dev.taskmeta.cli.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.retention.CleanupReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stores tasks that expire at once, then removes them by one cleanup without pauses. */
final class ExpiredTasks {

  private static final int BATCH = 500;
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final BenchmarkTables tables;
  private final BenchmarkPlan plan;
  private final Progress progress;
  private final SampleTask sample;

  ExpiredTasks(BenchmarkTables tables, BenchmarkPlan plan, Progress progress, int payload) {
    this.tables = tables;
    this.plan = plan;
    this.progress = progress;
    this.sample = new SampleTask(payload);
  }

  /** Stores for as long as a measurement takes; returns what the cleanup did. */
  Load.Tally run() throws InterruptedException {
    try (ResultBackend backend =
        ResultBackend.builder()
            .settings(
                tables.settings().toBuilder().set(Setting.CLEANUP_PAUSE, Duration.ZERO).build())
            .build()) {
      progress.at("cleanup: storing tasks that expire");
      long end = System.nanoTime() + plan.seconds().toNanos();
      while (System.nanoTime() - end < 0) {
        backend.storeAll(batch());
      }
      Thread.sleep(KEPT.plusMillis(100).toMillis());
      progress.at("cleanup: removing them");
      return removed(backend);
    }
  }

  private List<TaskUpdate> batch() {
    List<TaskUpdate> batch = new ArrayList<>();
    for (int at = 0; at < BATCH; at++) {
      batch.add(sample.success(SampleTask.newId(), KEPT));
    }
    return batch;
  }

  private static Load.Tally removed(ResultBackend backend) {
    Load.Tally tally = new Load.Tally();
    CleanupReport report = backend.cleanup();
    tally.tasks = report.tasks();
    tally.latencies.add(report.took().toNanos());
    return tally.took(report.took().toNanos());
  }
}
