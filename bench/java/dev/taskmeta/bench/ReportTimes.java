package dev.taskmeta.bench;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskReports;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.ReportQuery;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jooq.Field;

/**
 * How long reports take: the view of the roll-ups of ten million tasks of 90 days, failures and
 * tasks by name over a day, and what each policy keeps. Each is asked once to warm up, then five
 * times; all rows are read.
 *
 * <p>Arguments: JDBC URL, how many tasks the table holds, and what is asked: {@code day}, of tasks
 * of the last day, or {@code retention}, of tasks of the last ten days.
 */
final class ReportTimes {

  private static final int NAMES = 200;
  private static final int DAYS = 90;
  private static final int STEPS = 100;
  private static final int BATCH = 1_000;
  private static final int TIMES = 5;

  /** So many tasks are stored; more are copies of them. */
  private static final int STORED = 1_000_000;

  private static final int POLICIES = 5;

  private final String url;
  private final BenchmarkTables tables;
  private final Random random = new Random(7);
  private final List<String> printed = new ArrayList<>();

  private ReportTimes(String url, BenchmarkTables tables) {
    this.url = url;
    this.tables = tables;
  }

  public static void main(String[] args) throws SQLException {
    Settings settings =
        Settings.builder()
            .set(Setting.RESULT_BACKEND, args[0])
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .build();
    try (BenchmarkTables tables = BenchmarkTables.in(settings, System.err::println)) {
      tables.create();
      ReportTimes times = new ReportTimes(args[0], tables);
      int rows = Integer.parseInt(args[1]);
      if (args[2].equals("retention")) {
        times.retention(rows);
      } else {
        times.day(rows);
      }
      System.out.println("[" + String.join(",", times.printed) + "]");
    }
  }

  private void day(int rows) throws SQLException {
    fillRollUps();
    try (ResultBackend backend = tables.open()) {
      // It measures the percentiles: no task is there yet that it could count.
      backend.cleanup();
      time("daily", () -> read("select * from %sv_task_daily"));
      store(backend, rows, Duration.ofDays(1));
      ReportQuery query = new ReportQuery(Grouping.NAME, Duration.ofDays(1), 20, 0);
      try (TaskReports reports = TaskReports.open(tables.settings())) {
        time("name", () -> reports.report(query).rows().size());
      }
      time("failures", () -> read("select * from %sv_task_failures"));
      time("running", () -> read("select * from %sv_task_running where over_usual_p99"));
    }
  }

  private void retention(int rows) throws SQLException {
    int stored = Math.min(rows, STORED);
    try (ResultBackend backend = tables.open()) {
      store(backend, stored, Duration.ofDays(1));
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      String prefix = tables.prefix();
      for (int policy = 1; policy <= POLICIES; policy++) {
        statement.execute(
            ("insert into %1$sretention_policy (name_pattern, keep_seconds)"
                    + " values ('app.tasks.name-%2$d*', 86400)")
                .formatted(prefix, policy));
        statement.execute(
            "update %1$stask set expires_from = '%2$d' where name like 'app.tasks.name-%2$d%%'"
                .formatted(prefix, policy));
      }
      statement.execute(
          "insert into %1$stask_hold (task_id, reason) select task_id, 'bench' from %1$stask limit 1000"
              .formatted(prefix));
      for (int copy = 1; copy < rows / stored; copy++) {
        statement.execute(copy(copy));
      }
    }
    analyze();
    time("retention", () -> read("select * from %sv_retention"));
  }

  /** The tasks that were stored once more, some days before: storing all would take an hour. */
  private String copy(int days) {
    boolean postgresql = url.startsWith("jdbc:postgresql:");
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Field<?> column : TASK_META.fields()) {
      columns.add(column.getName());
      if (column.equals(TASK_META.TASK_ID)) {
        values.add("concat('copy-%02d-', substring(task_id, 9))".formatted(days));
      } else if (column.getType() == Instant.class) {
        String interval = postgresql ? "interval '%d days'" : "interval %d day";
        values.add(column.getName() + " - " + interval.formatted(days));
      } else {
        values.add(column.getName());
      }
    }
    return "insert into %1$stask (%2$s) select %3$s from %1$stask where task_id not like 'copy-%%' order by task_id"
        .formatted(tables.prefix(), String.join(", ", columns), String.join(", ", values));
  }

  /** About 555 runs a day and name, which makes ten million of all. */
  private void fillRollUps() throws SQLException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int day = 0; day < DAYS; day++) {
        List<String> days = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        for (int name = 0; name < NAMES; name++) {
          fill(today.minusDays(day), name, days, steps);
        }
        insert(
            statement,
            "task_daily (day, name, queue, succeeded, failed, revoked, retries, runs, run_micros,"
                + " longest_micros)",
            days);
        for (int at = 0; at < steps.size(); at += BATCH) {
          insert(
              statement,
              "task_daily_runtime (day, name, queue, bucket, n)",
              steps.subList(at, Math.min(at + BATCH, steps.size())));
        }
        connection.commit();
      }
    }
    analyze();
  }

  private static void fill(LocalDate day, int name, List<String> days, List<String> steps) {
    String key = "('%s', 'app.tasks.name-%d', 'queue-%d', ".formatted(day, name, name % 5);
    long runs = 0;
    for (int step = 0; step < STEPS; step++) {
      int here = 11 - Math.abs(step - STEPS / 2) / 5;
      runs += here;
      steps.add(key + (step + name % 40) + ", " + here + ")");
    }
    days.add(key + "%1$d, 5, 1, 9, %1$d, %2$d, 60000000)".formatted(runs, runs * 3_000_000));
  }

  private void insert(Statement statement, String into, List<String> rows) throws SQLException {
    statement.execute(
        "insert into " + tables.prefix() + into + " values " + String.join(", ", rows));
  }

  /** Stores tasks that were created within the last hours or days. */
  private void store(ResultBackend backend, int count, Duration most) throws SQLException {
    Instant now = Instant.now();
    for (int done = 0; done < count; done += BATCH) {
      List<TaskUpdate> batch = new ArrayList<>();
      for (int at = done; at < Math.min(count, done + BATCH); at++) {
        double ago = random.nextDouble() * most.toNanos();
        batch.add(task(at, now.minusNanos((long) ago)));
      }
      backend.storeAll(batch);
    }
    analyze();
  }

  private TaskUpdate task(int at, Instant created) {
    TaskState state =
        at % 100 < 94 ? TaskState.SUCCESS : at % 100 < 99 ? TaskState.FAILURE : TaskState.STARTED;
    int name = random.nextInt(NAMES);
    Instant started = created.plusMillis(random.nextInt(2_000));
    TaskUpdate.Builder task =
        TaskUpdate.builder(UUID.randomUUID().toString(), state)
            .name("app.tasks.name-" + name)
            .queue("queue-" + name % 5)
            .worker("worker-" + random.nextInt(50))
            .args(List.of("order", at))
            .createdAt(created)
            .startedAt(started)
            .retries(at % 50 == 0 ? 1 : 0);
    if (state.isReady()) {
      task.finishedAt(started.plusMillis((long) (100 * Math.exp(random.nextGaussian()))));
    }
    return state.equals(TaskState.FAILURE)
        ? task.error(TaskError.of("Error" + random.nextInt(50), "order " + at + " is not there"))
            .traceback("  at some.Class.method(Class.java:17)\n".repeat(40))
            .build()
        : task.result("x".repeat(100)).build();
  }

  private void analyze() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      if (url.startsWith("jdbc:postgresql:")) {
        statement.execute("vacuum analyze");
        return;
      }
      for (String table : List.of("task", "task_daily", "task_daily_runtime")) {
        statement.execute("analyze table " + tables.prefix() + table);
      }
    }
  }

  private int read(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query.formatted(tables.prefix()))) {
      int count = 0;
      while (rows.next()) {
        rows.getString(1);
        count++;
      }
      return count;
    }
  }

  private interface Question {
    int ask() throws SQLException;
  }

  private void time(String work, Question question) throws SQLException {
    int rows = question.ask();
    double[] millis = new double[TIMES];
    for (int at = 0; at < TIMES; at++) {
      long begin = System.nanoTime();
      question.ask();
      millis[at] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(millis);
    System.err.printf("  %s: %,d rows%n", work, rows);
    printed.add(
        String.format(
            Locale.ROOT,
            "{\"work\":\"%s\",\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"errors\":0}",
            work,
            millis[TIMES / 2],
            millis[TIMES - 1]));
  }
}
