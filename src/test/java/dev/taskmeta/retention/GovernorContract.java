package dev.taskmeta.retention;

import static dev.taskmeta.retention.GovernedContract.cleaned;
import static dev.taskmeta.retention.GovernedContract.left;
import static dev.taskmeta.retention.GovernedContract.put;
import static dev.taskmeta.retention.GovernedContract.query;
import static dev.taskmeta.retention.GovernedContract.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.internal.store.SqlProvider;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.testing.JavaProcess;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** What bounds a cleanup, and what it writes down of itself. */
interface GovernorContract extends GovernedContract {

  Instant FRIDAY_EVENING = Instant.parse("2026-11-27T22:00:00Z");

  /** Stores so many tasks that the next cleanup removes. */
  private List<String> due(TestSchema schema, int count) {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = store(backend, "n", count, OLD);
      put(backend, RetentionPolicy.builder("n"));
      cleaned(backend);
      schema.execute("update task_meta set expires_at = updated_at");
      return ids;
    }
  }

  private static CleanupReport run(
      TestSchema schema, Map<Setting, String> more, Ticker ticker, List<Long> progress) {
    Settings.Builder settings =
        Settings.builder()
            .set(Setting.RESULT_BACKEND, schema.url())
            .set(Setting.CLEANUP_PAUSE, "0")
            .set(Setting.WORKER_NAME, "tester");
    more.forEach(settings::set);
    Settings built = settings.build();
    try (ResultStore store = new SqlProvider().open(new StoreContext(schema.url(), null, built))) {
      return new Cleanup(() -> store, built, TaskError.of("Lost", "lost"), ticker)
          .run(report -> progress.add(report.tasks()));
    }
  }

  @Test
  default void itRemovesNoMoreRowsASecondThanItMay(TestSchema schema) {
    due(schema, 25);
    SteppedTicker ticker = new SteppedTicker(FRIDAY_EVENING, Duration.ZERO);
    List<Long> progress = new ArrayList<>();
    run(schema, Map.of(Setting.CLEANUP_ROWS_PER_SECOND, "10"), ticker, progress);
    assertThat(progress).containsExactly(10L, 20L, 25L);
    assertThat(ticker.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  default void itMakesUpForPausesThatTakeTooLongButNotForAnHour(TestSchema schema) {
    due(schema, 50);
    Map<Setting, String> settings = Map.of(Setting.CLEANUP_ROWS_PER_SECOND, "10");
    SteppedTicker late = new SteppedTicker(FRIDAY_EVENING, Duration.ZERO, Duration.ofMillis(100));
    run(schema, settings, late, new ArrayList<>());
    assertThat(late.pauses())
        .startsWith(Duration.ofSeconds(1), Duration.ofMillis(900), Duration.ofMillis(900));
    due(schema, 25);
    SteppedTicker later = new SteppedTicker(FRIDAY_EVENING, Duration.ZERO, Duration.ofHours(1));
    run(schema, settings, later, new ArrayList<>());
    assertThat(later.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(800));
  }

  @Test
  default void itMakesUpForThemAQuarterFasterAtMost(TestSchema schema) {
    due(schema, 30);
    Map<Setting, String> settings = Map.of(Setting.CLEANUP_ROWS_PER_SECOND, "100");
    SteppedTicker late = new SteppedTicker(FRIDAY_EVENING, Duration.ZERO, Duration.ofMillis(50));
    run(schema, settings, late, new ArrayList<>());
    assertThat(late.pauses()).startsWith(Duration.ofMillis(100), Duration.ofMillis(80));
  }

  @Test
  default void itPausesBetweenBatches(TestSchema schema) {
    due(schema, 5);
    SteppedTicker ticker = new SteppedTicker(FRIDAY_EVENING, Duration.ZERO);
    Map<Setting, String> settings =
        Map.of(Setting.CLEANUP_BATCH_SIZE, "2", Setting.CLEANUP_PAUSE, "3s");
    run(schema, settings, ticker, new ArrayList<>());
    assertThat(ticker.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  @Test
  default void itsBatchesShrinkWhileTheyAreSlow(TestSchema schema) {
    due(schema, 150);
    SteppedTicker ticker = new SteppedTicker(FRIDAY_EVENING, Duration.ofMillis(150));
    List<Long> progress = new ArrayList<>();
    run(schema, Map.of(Setting.CLEANUP_BATCH_SIZE, "80"), ticker, progress);
    assertThat(progress).containsExactly(80L, 120L, 140L, 150L);
  }

  @Test
  default void itStopsAtTheEndOfAWindowAndGoesOnInTheNext(TestSchema schema) {
    List<String> ids = due(schema, 10);
    Map<Setting, String> settings =
        Map.of(
            Setting.CLEANUP_WINDOWS, "22:00-22:01",
            Setting.CLEANUP_BATCH_SIZE, "4",
            Setting.CLEANUP_PAUSE, "1h");
    CleanupReport first =
        run(schema, settings, new SteppedTicker(FRIDAY_EVENING, Duration.ZERO), new ArrayList<>());
    assertThat(first.tasks()).isEqualTo(4);
    assertThat(first.stoppedBy()).contains("window");
    assertThat(first.complete()).isFalse();
    assertThat(
            query(
                schema,
                "select stopped_by, rows_deleted, host, tool from cleanup_run where rows_deleted > 0"))
        .containsExactly("window 4 tester java");

    Instant closed = FRIDAY_EVENING.minusSeconds(1);
    CleanupReport second =
        run(schema, settings, new SteppedTicker(closed, Duration.ZERO), new ArrayList<>());
    assertThat(second.tasks()).isZero();
    assertThat(second.stoppedBy()).contains("window");
    try (ResultBackend backend = open(schema)) {
      assertThat(cleaned(backend).tasks()).isEqualTo(6);
      assertThat(left(backend, ids)).isEmpty();
    }
  }

  @Test
  default void everyRunThatDidSomethingIsWrittenDown(TestSchema schema) {
    due(schema, 5);
    int before = query(schema, "select run_id from cleanup_run").size();
    try (ResultBackend backend =
        open(schema, Map.of(Setting.WORKER_NAME, "me", Setting.CLEANUP_BATCH_SIZE, "2"))) {
      CleanupReport report = cleaned(backend);
      cleaned(backend);
      assertThat(query(schema, "select run_id from cleanup_run")).hasSize(before + 1);
      assertThat(
              query(
                  schema,
                  "select host, tool, rows_deleted, rows_archived, groups_deleted, lost_ended,"
                      + " batches from cleanup_run where rows_deleted > 0"))
          .containsExactly("me java 5 0 0 0 3");
      assertThat(
              query(
                  schema,
                  "select longest_batch_micros from cleanup_run where ended_at >= started_at"
                      + " and stopped_by is null and error is null and rows_deleted > 0"))
          .containsExactly(String.valueOf(report.longestBatch().toNanos() / 1_000));
      String source = report.deleted().keySet().iterator().next();
      assertThat(
              query(
                  schema,
                  "select expires_from, rows_deleted, rows_archived from cleanup_run_policy"))
          .containsExactly(source + " 5 0");
    }
  }

  @Test
  default void anotherGoesOnWhereOneWasKilled(TestSchema schema) {
    List<String> ids = due(schema, 400);
    try (ResultBackend backend = open(schema)) {
      try (JavaProcess cleaner = JavaProcess.start(DoomedCleaner.class, schema.url())) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () ->
                    query(schema, "select run_id from cleanup_run where rows_deleted > 0").size()
                        == 1);
        cleaner.kill();
      }
      assertThat(left(backend, ids)).as("it was killed in the middle").isNotEmpty();
      assertThat(query(schema, "select ended_at from cleanup_run where rows_deleted > 0"))
          .as("its row tells that it never ended")
          .containsOnly("null");
      schema.execute("update maintenance_lease set held_until = null");
      cleaned(backend);
      assertThat(left(backend, ids)).isEmpty();
    }
  }

  @Test
  default void maintenanceHasAUserOfItsOwn(TestSchema schema) {
    List<String> ids = due(schema, 3);
    String nobody = "db+postgresql://nobody:secret-word@127.0.0.1:1/x";
    try (ResultBackend backend = open(schema, Map.of(Setting.MAINTENANCE_BACKEND, nobody))) {
      assertThat(left(backend, ids)).as("all else works without").isEqualTo(ids);
      assertThat(backend.toString()).contains("nobody:***@").doesNotContain("secret-word");
      assertThatThrownBy(backend::cleanup)
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageNotContaining("secret-word");
      assertThat(left(backend, ids)).isEqualTo(ids);
    }
    try (ResultBackend backend = open(schema, Map.of(Setting.MAINTENANCE_BACKEND, schema.url()))) {
      assertThat(cleaned(backend).tasks()).isEqualTo(3);
    }
  }

  @Test
  default void anApplicationThatOnlyWatchesWarnsWhereNobodyCleans(TestSchema schema) {
    List<String> ids = due(schema, 3);
    schema.execute("update task_meta set expires_at = created_at");
    List<String> warnings = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger(CleanupScheduler.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            warnings.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try (ResultBackend backend = open(schema, Map.of(Setting.CLEANUP_SCHEDULE, "external 1s"))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(warnings)
                      .anyMatch(
                          line -> line.startsWith("WARNING") && line.contains("nothing cleans")));
      assertThat(left(backend, ids)).isEqualTo(ids);
    } finally {
      logger.removeHandler(handler);
    }
  }
}
