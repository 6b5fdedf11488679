package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.retention.CleanupReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the cleanup removes, what it leaves, and what it reports. */
interface CleanupContract extends Contract {

  /** Finished and unfinished tasks expire at once, and nothing removes them but the test. */
  private ResultBackend shortLived(Map<Setting, String> more) {
    Map<Setting, String> settings = new HashMap<>();
    settings.put(Setting.CLEANUP_SCHEDULE, "off");
    settings.put(Setting.RESULT_EXPIRES, "1s");
    settings.put(Setting.UNFINISHED_EXPIRES, "1s");
    settings.put(Setting.CLEANUP_PAUSE, "1ms");
    settings.putAll(more);
    ResultBackend backend = open(settings);
    cleaned(backend);
    return backend;
  }

  /** Cleans up until nothing is left to remove; the clock of a store may tick in milliseconds. */
  private static CleanupReport cleaned(ResultBackend backend) {
    CleanupReport report = backend.cleanup();
    assertThat(report.busy()).isFalse();
    assertThat(report.complete()).isTrue();
    return report;
  }

  /** Waits until so many tasks have expired. */
  private static void awaitExpired(ResultBackend backend, long tasks) {
    await().until(() -> backend.cleanupDryRun().tasks() == tasks);
  }

  @Test
  default void expiredTasksGoAndTheOthersStay() {
    try (ResultBackend backend = shortLived(Map.of())) {
      List<String> ids = newIds(6);
      backend.store(update(ids.get(0), SUCCESS).result(1).build());
      backend.store(update(ids.get(1), FAILURE).build());
      backend.store(update(ids.get(2), SUCCESS).resultExpires(Duration.ofHours(1)).build());
      backend.store(update(ids.get(3), SUCCESS).resultExpires(Duration.ZERO).build());
      backend.store(update(ids.get(4), PENDING).build());
      backend.store(update(ids.get(5), PENDING).eta(Instant.now().plusSeconds(3600)).build());
      awaitExpired(backend, 3);
      assertThat(ids).as("a dry run removes nothing").allMatch(backend::exists);
      CleanupReport report = cleaned(backend);
      assertThat(report.tasks()).isEqualTo(3);
      assertThat(report.batches()).isEqualTo(1);
      assertThat(report.dryRun()).isFalse();
      assertThat(report.longestBatch()).isPositive();
      assertThat(ids)
          .extracting(backend::exists)
          .containsExactly(false, false, true, true, false, true);
      assertThat(cleaned(backend).tasks()).isZero();
    }
  }

  @Test
  default void aTaskThatSaysItIsAliveStays() {
    try (ResultBackend backend = shortLived(Map.of())) {
      String alive = newId();
      String silent = newId();
      backend.store(update(alive, STARTED).aliveFor(Duration.ofHours(1)).build());
      backend.store(update(silent, STARTED).aliveFor(Duration.ofMillis(1)).build());
      awaitExpired(backend, 1);
      assertThat(cleaned(backend).tasks()).isEqualTo(1);
      assertThat(backend.exists(alive)).isTrue();
      assertThat(backend.exists(silent)).isFalse();
    }
  }

  @Test
  default void aNewAttemptOfAnExpiredFailureStays() {
    try (ResultBackend backend = shortLived(Map.of(Setting.UNFINISHED_EXPIRES, "7d"))) {
      String again = newId();
      String failed = newId();
      backend.store(update(again, FAILURE).build());
      backend.store(update(failed, FAILURE).build());
      awaitExpired(backend, 2);
      backend.store(update(again, STARTED).build());
      assertThat(cleaned(backend).tasks()).isEqualTo(1);
      assertThat(backend.get(again).state()).isEqualTo(STARTED);
      assertThat(backend.exists(failed)).isFalse();
      backend.forget(again);
    }
  }

  @Test
  default void unfinishedTasksThatAreKeptForeverStay() {
    try (ResultBackend backend = shortLived(Map.of(Setting.UNFINISHED_EXPIRES, "0"))) {
      String unfinished = newId();
      String again = newId();
      backend.store(update(unfinished, STARTED).build());
      backend.store(update(again, FAILURE).build());
      awaitExpired(backend, 1);
      backend.store(update(again, STARTED).build());
      assertThat(cleaned(backend).tasks()).isZero();
      assertThat(backend.exists(unfinished)).isTrue();
      assertThat(backend.exists(again)).isTrue();
      backend.forget(List.of(unfinished, again));
    }
  }

  @Test
  default void tasksGoInBatches() {
    try (ResultBackend backend = shortLived(Map.of(Setting.CLEANUP_BATCH_SIZE, "10"))) {
      backend.storeAll(newIds(25).stream().map(id -> update(id, SUCCESS).build()).toList());
      awaitExpired(backend, 25);
      CleanupReport report = cleaned(backend);
      assertThat(report.tasks()).isEqualTo(25);
      assertThat(report.batches()).isEqualTo(3);
      assertThat(report.longestBatch()).isLessThanOrEqualTo(report.took());
    }
  }

  @Test
  default void expiredGroupsGo() {
    try (ResultBackend backend = shortLived(Map.of())) {
      String groupId = newId();
      backend.saveGroup(groupId, newIds(3), null);
      String kept = newId();
      backend().saveGroup(kept, newIds(3), null);
      await().until(() -> backend.cleanupDryRun().groups() == 1);
      assertThat(cleaned(backend).groups()).isEqualTo(1);
      assertThat(backend.group(groupId)).isEmpty();
      assertThat(backend.groupProgress(groupId).total()).isZero();
      assertThat(backend().group(kept)).isPresent();
    }
  }

  @Test
  default void aGroupSavedAgainIsKeptAnew() {
    try (ResultBackend backend = shortLived(Map.of(Setting.UNFINISHED_EXPIRES, "1h"))) {
      String groupId = newId();
      backend.saveGroup(groupId, newIds(3), null);
      assertThat(cleaned(backend).groups()).isZero();
      assertThat(backend.group(groupId)).isPresent();
    }
  }

  @Test
  default void lostTasksAreEnded() {
    Map<Setting, String> settings =
        Map.of(
            Setting.TASK_LOST_AFTER, "100ms",
            Setting.TASK_ALIVE_INTERVAL, "100ms",
            Setting.RESULT_EXPIRES, "1d",
            Setting.UNFINISHED_EXPIRES, "7d");
    try (ResultBackend backend = shortLived(settings)) {
      List<String> ids = newIds(3);
      backend.store(
          update(ids.get(0), STARTED)
              .name("n")
              .traceback("t")
              .aliveFor(Duration.ofMillis(1))
              .build());
      backend.store(update(ids.get(1), STARTED).aliveFor(Duration.ofHours(1)).build());
      backend.store(update(ids.get(2), STARTED).build());
      await().until(() -> backend.get(ids.get(0)).lost());
      assertThat(cleaned(backend).lost()).isEqualTo(1);
      assertThat(backend.get(ids.get(0)).state()).isEqualTo(FAILURE);
      assertThat(backend.get(ids.get(0)).errorType()).contains("WorkerLostError");
      assertThat(backend.get(ids.get(0)).name()).contains("n");
      assertThat(backend.get(ids.get(0)).traceback()).isEmpty();
      assertThat(backend.get(ids.get(1)).state()).isEqualTo(STARTED);
      assertThat(backend.get(ids.get(2)).state()).isEqualTo(STARTED);
    }
  }

  @Test
  default void ofTwoCleanupsAtOnceOneIsBusy() throws Exception {
    try (ResultBackend backend =
        shortLived(Map.of(Setting.CLEANUP_BATCH_SIZE, "1", Setting.CLEANUP_PAUSE, "20ms"))) {
      backend.storeAll(newIds(100).stream().map(id -> update(id, SUCCESS).build()).toList());
      awaitExpired(backend, 100);
      CompletableFuture<CleanupReport> first = CompletableFuture.supplyAsync(backend::cleanup);
      await().until(() -> backend.cleanupDryRun().tasks() < 100);
      CleanupReport second = backend.cleanup();
      assertThat(second.busy()).isTrue();
      assertThat(second.complete()).isFalse();
      assertThat(second.tasks()).isZero();
      assertThat(first.get().tasks()).isEqualTo(100);
      assertThat(first.get().busy()).isFalse();
      assertThat(cleaned(backend).tasks()).as("the lease was given back").isZero();
    }
  }

  @Test
  default void theScheduleRunsTheCleanup() throws Exception {
    BlockingQueue<CleanupReport> reports = new LinkedBlockingQueue<>();
    try (ResultBackend backend =
        builder()
            .set(Setting.CLEANUP_SCHEDULE, "1s")
            .set(Setting.RESULT_EXPIRES, "1s")
            .onCleanup(reports::add)
            .build()) {
      String id = newId();
      backend.store(update(id, SUCCESS).build());
      await().until(() -> !backend.exists(id));
      CleanupReport report = reports.poll(30, TimeUnit.SECONDS);
      assertThat(report).isNotNull();
      assertThat(report.dryRun()).isFalse();
      assertThat(reports.poll(30, TimeUnit.SECONDS)).as("it runs again").isNotNull();
    }
  }

  @Test
  default void closingEndsAScheduledCleanupWhichReportsWhatItDid() {
    BlockingQueue<CleanupReport> reports = new LinkedBlockingQueue<>();
    List<String> ids = newIds(1_000);
    long gone;
    try (ResultBackend backend =
        builder()
            .set(Setting.CLEANUP_SCHEDULE, "1s")
            .set(Setting.CLEANUP_BATCH_SIZE, "1")
            .set(Setting.CLEANUP_PAUSE, "100ms")
            .set(Setting.RESULT_EXPIRES, "1s")
            .onCleanup(reports::add)
            .build()) {
      backend.storeAll(ids.stream().map(id -> update(id, SUCCESS).build()).toList());
      await().until(() -> backend.getMany(ids).values().stream().anyMatch(meta -> !meta.known()));
      gone = backend.getMany(ids).values().stream().filter(meta -> !meta.known()).count();
      assertThat(gone).isLessThan(ids.size());
    }
    CleanupReport last = List.copyOf(reports).get(reports.size() - 1);
    assertThat(last.complete()).isFalse();
    assertThat(last.busy()).isFalse();
    assertThat(last.tasks()).isBetween(gone, (long) ids.size());
    assertThat(last.batches()).isEqualTo((int) last.tasks());
  }

  @Test
  default void closingEndsACleanupThatSomebodyHasCalled() {
    CompletableFuture<CleanupReport> report;
    try (ResultBackend backend =
        shortLived(Map.of(Setting.CLEANUP_BATCH_SIZE, "1", Setting.CLEANUP_PAUSE, "1h"))) {
      backend.storeAll(newIds(3).stream().map(id -> update(id, SUCCESS).build()).toList());
      awaitExpired(backend, 3);
      report = CompletableFuture.supplyAsync(backend::cleanup, work -> new Thread(work).start());
      awaitExpired(backend, 2);
      assertThat(report).isNotDone();
    }
    assertThat(report.join().complete()).isFalse();
    assertThat(report.join().tasks()).isEqualTo(1);
    try (ResultBackend next = shortLived(Map.of())) {
      assertThat(next.cleanup().busy()).as("the lease was given back").isFalse();
    }
  }
}
