package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The views of the roll-ups say of generated days what Java makes of them. */
abstract class RollUpViewContract implements DatabaseTest {

  private static final double STEP = Math.log(1.02);

  private TestSchema schema;

  @BeforeEach
  void migrate(TestSchema fresh) {
    schema = fresh;
    ResultBackend.open(schema.url()).close();
  }

  @Test
  void whatTakesLongerThanUsualIsSaid() throws SQLException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    // 98 of 100 runs took a second, two an hour; 99 of 100, one; on several days and queues.
    addRuns(today, "two-longer", "", step(1), 49);
    addRuns(today.minusDays(6), "two-longer", "", step(1), 49);
    addRuns(today.minusDays(6), "two-longer", "mail", step(3_600), 2);
    addRuns(today.minusDays(1), "one-longer", "", step(1), 50);
    addRuns(today.minusDays(1), "one-longer", "mail", step(1), 49);
    addRuns(today, "one-longer", "", step(3_600), 1);
    addRuns(today.minusDays(9), "long-ago", "", step(1), 100);
    addRuns(today, "", "", step(1), 1);
    Instant begun = Instant.now().minusSeconds(60);
    try (ResultBackend backend = ResultBackend.open(schema.url())) {
      for (String name : List.of("two-longer", "one-longer", "long-ago", "never")) {
        backend.store(
            TaskUpdate.builder(name, TaskState.STARTED).name(name).startedAt(begun).build());
      }
      backend.store(TaskUpdate.builder("nameless", TaskState.STARTED).startedAt(begun).build());
    }

    Map<String, Map<String, Object>> rows =
        ViewRows.byKey(schema, "select * from v_task_running", "task_id");

    assertThat(rows.get("two-longer").get("over_usual_p99")).isEqualTo(false);
    assertThat(rows.get("one-longer").get("over_usual_p99")).isEqualTo(true);
    assertThat(rows.get("long-ago").get("over_usual_p99")).isNull();
    assertThat(rows.get("never").get("over_usual_p99")).isNull();
    assertThat(rows.get("nameless").get("over_usual_p99")).isEqualTo(true);
  }

  private static int step(double seconds) {
    return (int) Math.floor(Math.log(seconds) / STEP);
  }

  private void addRuns(LocalDate day, String name, String queue, int bucket, int runs) {
    schema.execute(
        "insert into task_daily_runtime (day, name, queue, bucket, n)"
            + " values ('%s', '%s', '%s', %d, %d)".formatted(day, name, queue, bucket, runs));
  }

  /** What has ended on one day under one name and queue. */
  private record Day(
      LocalDate day, String name, String queue, int failed, int revoked, List<Long> runMicros) {

    int tasks() {
      return failed + revoked + runMicros.size();
    }

    int bucket(long percent) {
      int at = (int) ((percent * runMicros.size() + 99) / 100) - 1;
      return step(runMicros.get(at) / 1e6);
    }

    long micros(long percent) {
      double middle = Math.exp((bucket(percent) + 0.5) * STEP);
      return Math.min(longest(), Math.round(middle * 1e6));
    }

    BigDecimal percentile(long percent) {
      return BigDecimal.valueOf(micros(percent), 6);
    }

    long longest() {
      return runMicros.get(runMicros.size() - 1);
    }
  }

  private static BigDecimal decimal(double number) {
    return new BigDecimal(number).setScale(6, RoundingMode.HALF_UP);
  }

  @Test
  void daysShowWhatTheRollUpsHold() throws SQLException {
    Random random = new Random(20_261_127);
    Map<String, Day> days = new TreeMap<>();
    for (int at = 0; at < 60; at++) {
      List<Long> runs =
          random
              .doubles(at % 7 == 0 ? 0 : random.nextInt(1, 400))
              .mapToObj(number -> Math.round(Math.exp(number * Math.log(3.6e9))))
              .sorted()
              .toList();
      Day day =
          new Day(
              LocalDate.of(2026, 10, 25).plusDays(at % 12),
              at % 5 == 0 ? "" : "name-" + at % 5,
              "queue-" + at,
              random.nextInt(3),
              1,
              runs);
      days.put(day.queue(), day);
      insert(day, at % 3);
    }
    // Failures that were all tried again, in vain: what has nothing is not shown.
    insert(new Day(LocalDate.of(2026, 10, 25), "gone", "gone", 0, 0, List.of()), 0);

    Map<String, Map<String, Object>> rows =
        ViewRows.byKey(schema, "select * from v_task_daily", "queue");

    assertThat(rows.keySet()).isEqualTo(days.keySet());
    days.forEach((queue, day) -> compare(rows.get(queue), day));
  }

  /**
   * Writes a day as the cleanup does.
   *
   * @param measured 0 if its percentiles were never measured, 1 if they were, 2 if long ago
   */
  private void insert(Day day, int measured) {
    List<Long> runs = day.runMicros();
    String percentiles = "null, null, null";
    int ofRuns = 0;
    if (measured == 1 && !runs.isEmpty()) {
      percentiles = "%d, %d, %d".formatted(day.micros(50), day.micros(95), day.micros(99));
      ofRuns = runs.size();
    } else if (measured == 2 && !runs.isEmpty()) {
      percentiles = "-99, -99, -99";
      ofRuns = runs.size() - 1;
    }
    schema.execute(
        ("insert into task_daily (day, name, queue, succeeded, failed, revoked, retries, runs,"
                + " run_micros, longest_micros, runs_measured, p50_micros, p95_micros, p99_micros)"
                + " values ('%s', '%s', '%s', %d, %d, %d, 7, %d, %d, %s, %d, %s)")
            .formatted(
                day.day(),
                day.name(),
                day.queue(),
                runs.size(),
                day.failed(),
                day.revoked(),
                runs.size(),
                runs.stream().mapToLong(run -> run).sum(),
                runs.isEmpty() ? "null" : day.longest(),
                ofRuns,
                percentiles));
    Map<Integer, Integer> histogram = new TreeMap<>();
    runs.forEach(run -> histogram.merge(step(run / 1e6), 1, Integer::sum));
    if (!histogram.isEmpty()) {
      String key = "('%s', '%s', '%s', ".formatted(day.day(), day.name(), day.queue());
      schema.execute(
          histogram.entrySet().stream()
              .map(step -> key + step.getKey() + ", " + step.getValue() + ")")
              .collect(
                  Collectors.joining(
                      ", ",
                      "insert into task_daily_runtime (day, name, queue, bucket, n) values ",
                      "")));
    }
  }

  private static void compare(Map<String, Object> row, Day day) {
    long runs = day.runMicros().size();
    assertThat(row.get("day")).hasToString(day.day().toString());
    assertThat(row.get("name")).isEqualTo(day.name());
    Map<String, Long> counts =
        Map.of(
            "tasks",
            (long) day.tasks(),
            "succeeded",
            runs,
            "failed",
            (long) day.failed(),
            "revoked",
            (long) day.revoked(),
            "retries",
            7L,
            "runs",
            runs);
    counts.forEach(
        (column, count) ->
            assertThat(((Number) row.get(column)).longValue()).as(column).isEqualTo(count));
    assertThat(((BigDecimal) row.get("failure_share")).doubleValue())
        .isCloseTo((double) day.failed() / day.tasks(), within(1e-4));
    if (runs == 0) {
      for (String column : List.of("mean", "longest", "p50", "p95", "p99")) {
        assertThat(row.get(column + "_seconds")).as(column).isNull();
      }
      return;
    }
    double mean = day.runMicros().stream().mapToLong(run -> run).average().orElseThrow() / 1e6;
    close(row, "mean_seconds", decimal(mean));
    close(row, "longest_seconds", decimal(day.longest() / 1e6));
    close(row, "p50_seconds", day.percentile(50));
    close(row, "p95_seconds", day.percentile(95));
    close(row, "p99_seconds", day.percentile(99));
  }

  /** Equal, but for the last digit, which engines round as they like. */
  private static void close(Map<String, Object> row, String column, BigDecimal expected) {
    assertThat((BigDecimal) row.get(column))
        .as(column)
        .isCloseTo(expected, within(new BigDecimal("0.000002")));
  }
}
