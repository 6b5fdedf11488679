package dev.taskmeta.retention;

import static dev.taskmeta.retention.GovernedContract.cleaned;
import static dev.taskmeta.retention.GovernedContract.ended;
import static dev.taskmeta.retention.GovernedContract.query;
import static dev.taskmeta.retention.GovernedContract.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Finding;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.TaskState;
import dev.taskmeta.schema.TestRoles;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The procedure that is printed does what the cleanup does. */
interface ProcedureContract extends GovernedContract {

  int TASKS = 50_000;

  @Test
  default void itLeavesWhatTheCleanupLeaves(TestSchema byJava, TestSchema byProcedure)
      throws Exception {
    ManyTasks tasks = new ManyTasks(TASKS, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    try (ResultBackend backend = open(byJava);
        ResultBackend other = open(byProcedure)) {
      tasks.storeIn(backend, byJava);
      tasks.storeIn(other, byProcedure);
    }
    // The run that makes the procedure shows that it needs nothing but the database.
    Procedures.make(byProcedure, Procedures.settings(byProcedure).build());

    byProcedure.execute(Procedures.CALL);
    try (ResultBackend backend = open(byJava)) {
      cleaned(backend);
    }

    for (String what : List.of(LEFT, ARCHIVED, DAYS, RUNTIMES, POLICIES, GROUPS, MEMBERS)) {
      List<String> expected = query(byJava, what);
      List<String> found = query(byProcedure, what);
      assertThat(without(found, expected)).as("by the procedure alone: " + what).isEmpty();
      assertThat(without(expected, found)).as("by the cleanup alone: " + what).isEmpty();
      assertThat(found).as(what).hasSameSizeAs(expected);
    }
    assertThat(query(byProcedure, LEFT)).hasSizeBetween(TASKS / 10, TASKS * 9 / 10);
    assertThat(query(byProcedure, ARCHIVED)).hasSizeGreaterThan(TASKS / 20);
    assertThat(query(byProcedure, POLICIES)).hasSize(9);
    assertThat(
            query(
                byProcedure,
                "select tool, stopped_by, error, groups_deleted, lost_ended > 0, rows_deleted > 10000,"
                    + " batches > 10, longest_batch_micros > 0 from cleanup_run where ended_at is not null"))
        .singleElement()
        .asString()
        .matches("procedure null null 150( t| 1){4}");
    // A second call counts the lost tasks that the first has ended; a third has nothing to say.
    byProcedure.execute(Procedures.CALL);
    byProcedure.execute(Procedures.CALL);
    assertThat(query(byProcedure, "select count(*) from cleanup_run")).containsExactly("2");
    assertThat(
            query(
                byProcedure,
                "select count(*) from task_meta where review_at <= " + now(byProcedure)))
        .containsExactly("0");
  }

  /** Lost tasks have ended now, those of two databases not at the same time. */
  String LEFT =
      "select task_id, state, expires_from, counted_state, counted_day, case when name = 'lost' or expires_from in ('store', 'default') then null"
          + " else expires_at end as e from task_meta where name is null or name <> 'lost' or state <> 'FAILURE'"
          + " order by task_id";

  String ARCHIVED =
      "select task_id, name, state, expires_from, finished_at, result, error_message,"
          + " keep_until is null from task_archive order by task_id";

  String DAYS =
      "select day, name, queue, succeeded, failed, revoked, retries, runs, run_micros, longest_micros,"
          + " p50_micros, p95_micros, p99_micros from task_daily where name <> 'lost' order by day, name, queue";

  String RUNTIMES =
      "select day, name, queue, bucket, n from task_daily_runtime order by day, name, queue, bucket";

  String POLICIES =
      "select expires_from, rows_deleted, rows_archived from cleanup_run_policy order by expires_from";

  String GROUPS = "select group_id from group_meta order by group_id";

  String MEMBERS = "select group_id, task_id from group_member order by group_id";

  private static List<String> without(List<String> rows, List<String> others) {
    Set<String> known = Set.copyOf(others);
    return rows.stream().filter(row -> !known.contains(row)).limit(10).toList();
  }

  /** Stores tasks that their policy no longer keeps. */
  private static List<String> expired(ResultBackend backend) {
    backend.retention().put(RetentionPolicy.builder("n").keep(Duration.ofDays(30)).build());
    return store(backend, "n", 3, OLD);
  }

  private static String now(TestSchema schema) {
    return schema.engine() == TestEngine.POSTGRESQL ? "clock_timestamp()" : "utc_timestamp(6)";
  }

  @Test
  default void bothCleanUpInAnotherSchema(TestSchema schema) throws Exception {
    boolean postgresql = schema.engine() == TestEngine.POSTGRESQL;
    String other = postgresql ? "Results-1" : schema.name();
    try (ResultBackend backend = open(schema, Map.of(Setting.DATABASE_TABLE_SCHEMAS, other))) {
      RetentionPolicy policy =
          backend.retention().put(RetentionPolicy.builder("n").keep(Duration.ofDays(30)).build());
      List<String> ids = store(backend, "n", 3, OLD);
      assertThat(cleaned(backend).deleted()).isEqualTo(Map.of(String.valueOf(policy.id()), 3L));
      backend.storeAll(
          ids.stream().map(id -> ended(id, "n", TaskState.SUCCESS, OLD).build()).toList());
      Procedures.make(
          schema, Procedures.settings(schema).set(Setting.DATABASE_TABLE_SCHEMAS, other).build());
      schema.execute(postgresql ? "call \"Results-1\".taskmeta_cleanup()" : Procedures.CALL);
      assertThat(GovernedContract.left(backend, ids)).isEmpty();
    }
  }

  @Test
  default void itLeavesTheWorkToWhoHasTheLease(TestSchema schema) throws Exception {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = expired(backend);
      Procedures.make(schema, Procedures.settings(schema).build());
      schema.execute(
          "update maintenance_lease set holder = 'other', held_until = '2999-01-01' where lease_name = 'cleanup'");
      schema.execute(Procedures.CALL);
      assertThat(GovernedContract.left(backend, ids)).isEqualTo(ids);
      schema.execute("update maintenance_lease set held_until = null where lease_name = 'cleanup'");
      schema.execute(Procedures.CALL);
      assertThat(GovernedContract.left(backend, ids)).isEmpty();
      assertThat(
              query(
                  schema, "select held_until from maintenance_lease where lease_name = 'cleanup'"))
          .containsExactly("null");
    }
  }

  @Test
  default void itStopsWhenItsTimeIsOver(TestSchema schema) throws Exception {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = expired(backend);
      Settings settings = Procedures.settings(schema).build();
      DatabaseClient.run(schema, Procedures.alone(schema, settings, Duration.ofMillis(1)));
      schema.execute(Procedures.CALL);
      assertThat(GovernedContract.left(backend, ids)).isEqualTo(ids);
    }
  }

  @Test
  default void whatItCannotDoIsInItsRecord(TestSchema schema) throws Exception {
    try (ResultBackend backend = open(schema)) {
      expired(backend);
      Procedures.make(schema, Procedures.settings(schema).build());
      String type =
          switch (schema.engine()) {
            case POSTGRESQL -> "varchar(255) collate \"C\"";
            case MYSQL -> "varchar(255) character set utf8mb4 collate utf8mb4_0900_bin";
            default -> "varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin";
          };
      schema.execute(
          "create table bill (task_id %s, foreign key (task_id) references task_meta (task_id))"
              .formatted(type));
      schema.execute("insert into bill values ('n-1')");

      assertThatThrownBy(() -> schema.execute(Procedures.CALL))
          .hasStackTraceContaining("the cleanup failed: delete: ");
      assertThat(
              query(
                  schema, "select rows_deleted, error from cleanup_run where ended_at is not null"))
          .singleElement()
          .asString()
          .startsWith("0 delete: ")
          .containsIgnoringCase("foreign key");

      schema.execute("drop table bill");
      schema.execute(Procedures.CALL);
      assertThat(query(schema, "select task_id from task_meta")).isEmpty();
    }
  }

  @Test
  default void thePrintedScheduleMayBeRunAgain(TestSchema schema) throws Exception {
    try (ResultBackend backend = open(schema)) {
      String script = Procedures.scheduled(schema, Procedures.settings(schema).build());
      DatabaseClient.run(schema, script);
      DatabaseClient.run(schema, script);
      expired(backend);
      if (schema.engine() != TestEngine.POSTGRESQL) {
        assertThat(
                query(
                    schema,
                    "select event_name, interval_value, interval_field from information_schema.events where event_schema = database()"))
            .containsExactly("taskmeta_cleanup 1 MINUTE");
        schema.execute("drop event taskmeta_cleanup");
      }
      schema.execute(Procedures.CALL);
      await()
          .untilAsserted(
              () -> assertThat(query(schema, "select task_id from task_meta")).isEmpty());
    }
  }

  @Test
  default void theShellScriptMakesItAndCallsIt(TestSchema schema, @TempDir Path folder)
      throws Exception {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = expired(backend);
      Settings settings = Procedures.settings(schema).build();
      Path script = folder.resolve("taskmeta-cleanup");
      Files.writeString(
          script,
          TaskSchema.of(settings)
              .cleanupScript(ProcedureSchedule.SHELL, Duration.ofHours(1), Duration.ZERO));
      String client =
          switch (schema.engine()) {
            case POSTGRESQL -> "psql";
            case MYSQL -> "mysql";
            default -> "mariadb";
          };
      // Notes what the client is given, in its place.
      Path stand = folder.resolve(client);
      Files.writeString(stand, "#!/bin/sh\nprintf '%s\\n' \"$@\" > arguments\ncat > input\n");
      Files.setPosixFilePermissions(stand, PosixFilePermissions.fromString("rwx------"));

      boolean named = schema.engine() != TestEngine.POSTGRESQL;
      run(folder, named ? List.of(schema.name(), "--install") : List.of("--install"));
      DatabaseClient.run(schema, Files.readString(folder.resolve("input")));
      run(folder, named ? List.of(schema.name()) : List.of());
      List<String> arguments = Files.readAllLines(folder.resolve("arguments"));
      if (named) {
        assertThat(arguments).contains(schema.name());
      }
      schema.execute(arguments.get(arguments.size() - 1));
      assertThat(GovernedContract.left(backend, ids)).isEmpty();
    }
  }

  private static void run(Path folder, List<String> arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("sh", "taskmeta-cleanup"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Process process =
        builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  @Test
  default void whoeverAltersItIsFoundOut(TestSchema schema) throws Exception {
    try (ResultBackend backend = open(schema)) {
      assertThat(backend.exists("none")).isFalse();
    }
    Settings settings = Procedures.settings(schema).build();
    String script = Procedures.alone(schema, settings, Duration.ZERO);
    DatabaseClient.run(schema, script);
    assertThat(procedureFindings(settings)).isEmpty();

    String held = "released_at";
    assertThat(script).contains(held);
    DatabaseClient.run(schema, script.replace(held, "held_at"));
    assertThat(procedureFindings(settings))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
              assertThat(finding.subject()).isEqualTo("taskmeta_cleanup");
              assertThat(finding.reason()).contains("somebody has altered it");
              assertThat(finding.remedy()).startsWith("-- taskmeta retention script --for ");
            });

    DatabaseClient.run(schema, script.replaceAll("schema version \\d+", "schema version 3"));
    assertThat(procedureFindings(settings))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
              assertThat(finding.reason()).contains("version 3 of the schema");
            });

    DatabaseClient.run(schema, script);
    assertThat(procedureFindings(settings)).isEmpty();
  }

  private static List<Finding> procedureFindings(Settings settings) {
    return TaskSchema.of(settings).diagnose().stream()
        .filter(finding -> finding.check().equals("procedure"))
        .toList();
  }

  /** Whoever maintains makes it and calls it, with no more than that role's rights. */
  @Test
  default void itNeedsNoMoreThanTheRightsOfMaintenance(TestSchema schema) throws Exception {
    Map<DatabaseRole, String> roles = TestRoles.of(schema);
    Settings owner = Procedures.settings(schema).build();
    DatabaseClient.runAsAdministrator(schema, TaskSchema.of(owner).plan(roles));
    TestRoles.admitOwner(schema);
    try (ResultBackend backend = open(schema, Map.of(Setting.SCHEMA_MODE, "validate"))) {
      backend
          .retention()
          .put(RetentionPolicy.builder("save").keep(Duration.ZERO).archive(null, false).build());
      List<String> ids = expired(backend);
      backend.store(ended("s", "save", TaskState.SUCCESS, OLD).build());
      String role = roles.get(DatabaseRole.MAINTENANCE);
      Settings settings =
          Procedures.settings(schema).set(Setting.RESULT_BACKEND, schema.memberUrl(role)).build();
      DatabaseClient.run(
          schema,
          Procedures.alone(schema, settings, Duration.ZERO),
          schema.memberUser(role),
          schema.memberPassword(role));
      try (Connection connection = schema.memberDataSource(role).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(Procedures.CALL);
      }
      assertThat(GovernedContract.left(backend, ids)).isEmpty();
      assertThat(query(schema, "select task_id from task_archive")).containsExactly("s");
      assertThat(query(schema, "select error from cleanup_run")).containsExactly("null");
    }
  }
}
