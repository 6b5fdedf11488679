package dev.taskmeta.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaException;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskReports;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What the database says of generated tasks is what Java makes of them. */
abstract class TaskReportsContract implements DatabaseTest {

  private static final Duration WEEK = Duration.ofDays(7);
  private static final int TASKS = 600;
  private static final Percentage TWO_STEPS = Percentage.withPercentage(1.01);
  private static final List<TaskState> STATES =
      List.of(
          TaskState.PENDING,
          TaskState.STARTED,
          TaskState.SUCCESS,
          TaskState.SUCCESS,
          TaskState.SUCCESS,
          TaskState.FAILURE,
          TaskState.REVOKED,
          TaskState.of("PROGRESS"));

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  private List<TaskUpdate> store(TestSchema schema) {
    Random random = new Random(20_261_122);
    List<TaskUpdate> tasks = new ArrayList<>();
    for (int at = 0; at < TASKS; at++) {
      tasks.add(task("task-" + at, now.minusSeconds(60 + random.nextInt(9 * 86_400)), random));
    }
    // One that has no name and took no time, and one from a clock that runs ahead.
    tasks.add(
        TaskUpdate.builder("short", TaskState.SUCCESS)
            .createdAt(now.minusSeconds(70))
            .startedAt(now.minusSeconds(60))
            .finishedAt(now.minusSeconds(60))
            .build());
    tasks.add(
        TaskUpdate.builder("ahead", TaskState.PENDING).createdAt(now.plusSeconds(600)).build());
    try (ResultBackend backend = ResultBackend.open(schema.url())) {
      backend.storeAll(tasks);
    }
    return tasks.stream().filter(task -> task.createdAt().isAfter(now.minus(WEEK))).toList();
  }

  private static TaskUpdate task(String taskId, Instant created, Random random) {
    TaskState state = STATES.get(random.nextInt(STATES.size()));
    TaskUpdate.Builder task =
        TaskUpdate.builder(taskId, state)
            .name("name-" + random.nextInt(4))
            .queue("queue-" + random.nextInt(2))
            .worker("worker-" + random.nextInt(3))
            .retries(random.nextInt(3))
            .createdAt(created);
    Instant started = created.plusMillis(random.nextInt(20_000));
    if (!state.equals(TaskState.PENDING)) {
      task.startedAt(started);
    }
    if (state.isReady()) {
      // From a microsecond to an hour.
      double seconds = Math.exp(random.nextDouble() * Math.log(3.6e9)) / 1e6;
      task.finishedAt(started.plusNanos(Math.round(seconds * 1e6) * 1_000));
    }
    return state.equals(TaskState.FAILURE)
        ? task.error(TaskError.of("E" + random.nextInt(2), "no order " + random.nextInt(99)))
            .build()
        : task.build();
  }

  private Report report(TestSchema schema, Grouping by, int limit, int slots) {
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, schema.url()).build();
    try (TaskReports reports = TaskReports.open(settings)) {
      return reports.report(new ReportQuery(by, WEEK, limit, slots));
    }
  }

  @Test
  void everyGroupingCountsWhatJavaCounts(TestSchema schema) {
    List<TaskUpdate> tasks = store(schema);
    assertThat(tasks).hasSizeBetween(TASKS / 2, TASKS - 1);

    compare(report(schema, Grouping.NAME, 20, 0), tasks, TaskUpdate::name);
    compare(report(schema, Grouping.QUEUE, 20, 0), tasks, TaskUpdate::queue);
    compare(report(schema, Grouping.WORKER, 20, 0), tasks, TaskUpdate::worker);
    Report days = report(schema, Grouping.DAY, 20, 0);
    compare(days, tasks, TaskReportsContract::day);
    assertThat(days.rows()).extracting(ReportRow::key).isSorted();
  }

  private static String day(TaskUpdate task) {
    return task.createdAt().atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static void compare(
      Report report, List<TaskUpdate> tasks, Function<TaskUpdate, String> key) {
    Map<String, List<TaskUpdate>> expected =
        tasks.stream().collect(Collectors.groupingBy(task -> String.valueOf(key.apply(task))));
    assertThat(report.more()).isFalse();
    assertThat(report.rows())
        .extracting(row -> String.valueOf(row.key()))
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    if (report.query().by() != Grouping.DAY) {
      assertThat(report.rows())
          .isSortedAccordingTo(Comparator.comparingLong(ReportRow::tasks).reversed());
    }
    report.rows().forEach(row -> compare(row, expected.get(String.valueOf(row.key()))));
  }

  private static void compare(ReportRow row, List<TaskUpdate> tasks) {
    assertThat(row.tasks()).isEqualTo(tasks.size());
    for (TaskState state : TaskState.NAMED) {
      assertThat(row.in(state)).as("%s", state).isEqualTo(count(tasks, state));
    }
    assertThat(row.other()).isEqualTo(count(tasks, TaskState.of("PROGRESS")));
    assertThat(row.retries())
        .isEqualTo(
            tasks.stream()
                .map(TaskUpdate::retries)
                .filter(Objects::nonNull)
                .mapToInt(retries -> retries)
                .sum());
    long ended = tasks.stream().filter(task -> task.state().isReady()).count();
    assertThat(row.ended()).isEqualTo(ended);
    if (ended == 0) {
      assertThat(row.runSeconds()).isNull();
      assertThat(row.failureRate()).isZero();
      return;
    }
    assertThat(row.failureRate())
        .isEqualTo((double) count(tasks, TaskState.FAILURE) / ended, within(1e-9));
    List<Double> runs =
        tasks.stream()
            .filter(task -> task.state().isReady())
            .map(task -> Duration.between(task.startedAt(), task.finishedAt()).toNanos() / 1e9)
            .sorted()
            .toList();
    ReportRow.RunSeconds seconds = row.runSeconds();
    double average = runs.stream().mapToDouble(run -> run).average().orElseThrow();
    assertThat(seconds.average()).isCloseTo(average, within(1e-6));
    assertThat(seconds.p50()).isCloseTo(percentile(runs, 0.50), TWO_STEPS);
    assertThat(seconds.p95()).isCloseTo(percentile(runs, 0.95), TWO_STEPS);
    assertThat(seconds.p99()).isCloseTo(percentile(runs, 0.99), TWO_STEPS);
    assertThat(seconds.longest()).isCloseTo(runs.get(runs.size() - 1), within(1e-6));
  }

  /** The smallest run that this share of all runs does not exceed. */
  private static double percentile(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static long count(List<TaskUpdate> tasks, TaskState state) {
    return tasks.stream().filter(task -> task.state().equals(state)).count();
  }

  @Test
  void errorsAreCountedByTypeAndFingerprint(TestSchema schema) {
    List<TaskUpdate> failures =
        store(schema).stream().filter(task -> task.state().equals(TaskState.FAILURE)).toList();

    List<ReportRow> rows = report(schema, Grouping.ERROR, 20, 0).rows();

    assertThat(rows).hasSize(2);
    for (ReportRow row : rows) {
      List<TaskUpdate> same =
          failures.stream().filter(task -> task.error().type().equals(row.key())).toList();
      compare(row, same);
      assertThat(row.error().fingerprint()).isEqualTo(same.get(0).error().fingerprint());
      assertThat(same).extracting(TaskUpdate::taskId).contains(row.error().taskId());
      assertThat(same).extracting(task -> task.error().message()).contains(row.error().message());
    }
  }

  @Test
  void theCourseCountsWhenTasksWereCreated(TestSchema schema) {
    List<TaskUpdate> tasks = store(schema);

    Report report = report(schema, Grouping.NAME, 20, 7);

    List<Long> expected = new ArrayList<>();
    for (int day = 0; day < 7; day++) {
      Instant begin = report.from().plus(Duration.ofDays(day));
      Instant end = day == 6 ? Instant.MAX : begin.plus(Duration.ofDays(1));
      expected.add(
          tasks.stream()
              .filter(task -> !task.createdAt().isBefore(begin) && task.createdAt().isBefore(end))
              .count());
    }
    assertThat(report.course()).isEqualTo(expected);
    assertThat(report(schema, Grouping.NAME, 20, 0).course()).isEmpty();
  }

  @Test
  void everyRowHasItsCourse(TestSchema schema) {
    List<TaskUpdate> tasks = store(schema);
    List<TaskUpdate> failures =
        tasks.stream().filter(task -> task.state().equals(TaskState.FAILURE)).toList();

    Report names = report(schema, Grouping.NAME, 20, 5);
    assertThat(names.rows()).extracting(ReportRow::key).containsNull().hasSize(5);
    names.rows().forEach(row -> courseIs(row, names, tasks, TaskUpdate::name));
    Report two = report(schema, Grouping.WORKER, 2, 5);
    two.rows().forEach(row -> courseIs(row, two, tasks, TaskUpdate::worker));
    assertThat(two.course()).isEqualTo(names.course());
    Report errors = report(schema, Grouping.ERROR, 20, 5);
    errors.rows().forEach(row -> courseIs(row, errors, failures, task -> task.error().type()));
    assertThat(errors.course()).isEqualTo(names.course());
    assertThat(report(schema, Grouping.DAY, 20, 5).rows())
        .allSatisfy(row -> assertThat(row.course()).isEmpty());
  }

  private static void courseIs(
      ReportRow row, Report report, List<TaskUpdate> tasks, Function<TaskUpdate, String> key) {
    long part = WEEK.toSeconds() / report.query().slots();
    List<Long> expected = new ArrayList<>(List.of(0L, 0L, 0L, 0L, 0L));
    for (TaskUpdate task : tasks) {
      if (Objects.equals(key.apply(task), row.key())) {
        long seconds = Duration.between(report.from(), task.createdAt()).toSeconds();
        int slot = (int) Math.min(4, seconds / part);
        expected.set(slot, expected.get(slot) + 1);
      }
    }
    assertThat(row.course()).as("%s", row.key()).isEqualTo(expected);
  }

  @Test
  void theLimitKeepsTheMostAndOfDaysTheNewest(TestSchema schema) {
    store(schema);
    Report all = report(schema, Grouping.WORKER, 20, 0);
    Report two = report(schema, Grouping.WORKER, 2, 0);
    Report days = report(schema, Grouping.DAY, 20, 0);
    Report twoDays = report(schema, Grouping.DAY, 2, 0);

    assertThat(two.rows()).isEqualTo(all.rows().subList(0, 2));
    assertThat(two.more()).isTrue();
    int size = days.rows().size();
    assertThat(twoDays.rows()).isEqualTo(days.rows().subList(size - 2, size));
    assertThat(twoDays.more()).isTrue();
  }

  @Test
  void reportsReadTheReportingBackend(TestSchema schema) {
    store(schema);
    try (TestSchema other = database().newSchema()) {
      ResultBackend.open(other.url()).close();
      Settings settings =
          Settings.builder()
              .set(Setting.RESULT_BACKEND, other.url())
              .set(Setting.REPORTING_BACKEND, schema.url())
              .build();
      ReportQuery query = new ReportQuery(Grouping.NAME, WEEK, 20, 0);
      try (TaskReports reports = TaskReports.open(settings);
          TaskReports source = TaskReports.of(other.dataSource(), settings)) {
        assertThat(reports.report(query).rows()).isNotEmpty();
        assertThat(source.report(query).rows()).isEmpty();
      }
      if (!schema.password().isEmpty()) {
        assertThat(settings.toString()).contains("reporting_backend").contains("***");
        assertThat(settings.toString()).doesNotContain(schema.password());
      }
    }
  }

  @Test
  void aMissingViewIsReportedAndNothingIsMade(TestSchema schema) {
    schema.execute("create table customer (id integer primary key)");
    assertThatThrownBy(() -> report(schema, Grouping.NAME, 20, 0))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("migrate");
    assertThatThrownBy(() -> schema.execute("select * from taskmeta_schema_history"))
        .hasRootCauseInstanceOf(java.sql.SQLException.class);
  }

  @Test
  void theRightToReadTheViewIsEnough(TestSchema schema) {
    store(schema);
    if (schema.engine() != TestEngine.POSTGRESQL) {
      return;
    }
    String url = schema.restrictedUrl();
    String user = url.replaceAll("^.*//([^:]+):.*$", "$1");
    schema.execute("revoke all on all tables in schema public from " + user);
    Settings settings = Settings.builder().set(Setting.REPORTING_BACKEND, url).build();
    ReportQuery query = new ReportQuery(Grouping.NAME, WEEK, 20, 0);
    try (TaskReports reports = TaskReports.open(settings)) {
      assertThatThrownBy(() -> reports.report(query))
          .hasMessageContaining("permission denied")
          .hasMessageContaining("migrate --plan --roles");
      schema.execute("grant select on v_task to " + user);
      assertThat(reports.report(query).rows()).isNotEmpty();
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new ReportQuery(Grouping.NAME, Duration.ZERO, 20, 0))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> new ReportQuery(Grouping.NAME, WEEK, 0, 0))
        .hasMessageContaining("10,000");
    assertThatThrownBy(() -> new ReportQuery(Grouping.NAME, WEEK, 1, -1))
        .hasMessageContaining("1,000");
  }
}
