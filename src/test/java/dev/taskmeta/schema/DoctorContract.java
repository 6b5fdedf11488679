package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.Finding;
import dev.taskmeta.Finding.Severity;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.DataSources;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.DatabaseUrl;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the doctor finds, and that what it says mends it. */
abstract class DoctorContract implements DatabaseTest {

  @Test
  void aFreshSchemaHasNothingWrong(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();

    assertThat(findings(schema)).isEmpty();
  }

  @Test
  void norHasOneUnderOtherNames(TestSchema schema) throws SQLException {
    TableNames names = Targets.named("my_%s");
    new DatabaseSchema(Targets.of(schema, names)).migrate();

    assertThat(findings(schema, names, Settings.defaults(), Clock.systemUTC())).isEmpty();
  }

  @Test
  void norHasOneThatWasMadeByHand(TestSchema schema) throws Exception {
    DatabaseClient.run(schema, new DatabaseSchema(Targets.of(schema)).plan());

    assertThat(findings(schema)).isEmpty();
  }

  @Test
  void whatItExpectsIsWhatTheMigrationsMake(TestSchema schema) throws Exception {
    Engine engine = Targets.engine(schema);
    String facts = GenerateFacts.generated(schema);
    GenerateFacts.writeIfAsked(database(), engine, facts);

    assertThat(GenerateFacts.checkedIn(database(), engine))
        .as("The facts of %s have drifted. Run: %s", engine, GenerateFacts.COMMAND)
        .isEqualTo(GenerateFacts.compared(database(), engine, facts));
  }

  @TestFactory
  Stream<DynamicTest> everyDriftIsFoundAndMended(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    return Planted.on(schema.engine()).stream()
        .map(
            planted ->
                DynamicTest.dynamicTest(planted.what(), () -> findsAndMends(schema, planted)));
  }

  private void findsAndMends(TestSchema shared, Planted planted) throws Exception {
    if (planted.isMended(shared.engine())) {
      plant(shared, planted);
      assertThat(findings(shared)).anySatisfy(finding -> assertFinds(planted, finding));
      mend(shared);
      assertThat(findings(shared)).isEmpty();
      return;
    }
    try (TestSchema schema = database().newSchema()) {
      new DatabaseSchema(Targets.of(schema)).migrate();
      plant(schema, planted);
      assertThat(findings(schema))
          .singleElement()
          .satisfies(
              finding -> {
                assertFinds(planted, finding);
                assertThat(finding.remedy()).startsWith("-- SQLite changes");
              });
    }
  }

  private static void assertFinds(Planted planted, Finding finding) {
    assertThat(finding.check()).isEqualTo(planted.check());
    assertThat(finding.subject()).isEqualTo(planted.subject());
    assertThat(finding.severity()).isEqualTo(planted.severity());
    assertThat(finding.reason()).contains(planted.reason());
  }

  private static void plant(TestSchema schema, Planted planted) throws SQLException {
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : planted.sql()) {
        statement.execute(sql);
      }
    }
  }

  private static void mend(TestSchema schema) throws SQLException {
    for (Finding finding : findings(schema)) {
      Sql.script(schema, finding.remedy());
    }
  }

  @Test
  void anEmptyDatabaseIsAnErrorThatNamesTheCommand(TestSchema schema) throws SQLException {
    assertThat(findings(schema))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.check()).isEqualTo("schema");
              assertThat(finding.reason()).contains("has no Taskmeta tables", "migrate");
            });
  }

  @Test
  void aSchemaThatIsNewerIsNotJudged(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    schema.execute("alter table task_meta add column next_year integer null");
    schema.execute(
        "insert into taskmeta_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success) values (999, '999', 'x', 'SQL', 'V999__x.sql',"
            + " 'x', 1, %s)".formatted(schema.engine() == TestEngine.POSTGRESQL ? "true" : "1"));

    assertThat(findings(schema))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.reason()).contains("newer than this version");
            });
  }

  @Test
  void backendsOfAnotherDatabaseAreFound(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    Settings.Builder settings =
        Settings.defaults().toBuilder()
            .set(Setting.RESULT_BACKEND, schema.url())
            .set(Setting.MAINTENANCE_BACKEND, schema.url())
            .set(Setting.REPORTING_BACKEND, schema.url());
    assertThat(TaskSchema.of(settings.build()).diagnose()).isEmpty();
    try (TestSchema other = database().newSchema()) {
      settings.set(Setting.MAINTENANCE_BACKEND, other.url());
      settings.set(Setting.REPORTING_BACKEND, other.url());
      List<Finding> findings = TaskSchema.of(settings.build()).diagnose();

      assertThat(findings)
          .extracting(Finding::subject)
          .containsExactly("maintenance_backend", "reporting_backend");
      assertThat(findings)
          .allSatisfy(finding -> assertThat(finding.reason()).contains("cannot be used"));
    }
  }

  @Test
  void anOldSchemaIsAnErrorAndNothingElse(TestSchema schema) throws SQLException {
    Sql.script(schema, OlderSchema.plan(Targets.of(schema), 9));

    assertThat(findings(schema))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("is too old"));
  }

  @Test
  void aClockThatIsWrongIsFound(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();

    assertThat(skewed(schema, Duration.ofSeconds(20)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.check()).isEqualTo("clock");
              assertThat(finding.reason()).contains("behind that of this process");
            });
    assertThat(skewed(schema, Duration.ofMinutes(-5)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.reason()).contains("ahead of that of this process");
            });
  }

  private static List<Finding> skewed(TestSchema schema, Duration offset) throws SQLException {
    Clock clock = Clock.offset(Clock.systemUTC(), offset);
    return findings(schema, TableNames.DEFAULT, Settings.defaults(), clock);
  }

  @Test
  void anApplicationsOwnConnectionsThatAreNotReadCommittedAreFound(TestSchema schema)
      throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    if (schema.engine() == TestEngine.POSTGRESQL) {
      schema.execute(
          "alter database %s set default_transaction_isolation = 'repeatable read'"
              .formatted(schema.name()));
    }
    List<Finding> findings = throughItsOwn(schema);
    if (schema.engine() == TestEngine.SQLITE) {
      assertThat(findings).isEmpty();
      return;
    }
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.check()).isEqualTo("isolation");
              assertThat(finding.reason()).contains("repeatable read by default");
            });
    if (schema.engine() == TestEngine.POSTGRESQL) {
      mend(schema);
      assertThat(throughItsOwn(schema)).isEmpty();
    }
  }

  private static List<Finding> throughItsOwn(TestSchema schema) throws SQLException {
    return Targets.doctor(
            schema, schema.dataSource(), TableNames.DEFAULT, Settings.defaults(), Clock.systemUTC())
        .findings();
  }

  @Test
  void aTaskThatExpiredTwoIntervalsAgoIsFoundUnlessItIsHeld(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    schema.execute(
        "insert into task_meta (task_id, state, created_at, updated_at, finished_at, expires_at,"
            + " store_token) values ('old', 'SUCCESS', %1$s, %1$s, %1$s, %1$s, 1)"
                .formatted(ago(schema, 3)));

    assertThat(findings(schema))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.check()).isEqualTo("expiry");
              assertThat(finding.reason()).contains("3 hours ago", "nobody cleans up");
            });
    Settings seldom = Settings.defaults().toBuilder().set(Setting.CLEANUP_SCHEDULE, "2h").build();
    assertThat(findings(schema, TableNames.DEFAULT, seldom, Clock.systemUTC())).isEmpty();
    Settings nightly =
        Settings.defaults().toBuilder().set(Setting.CLEANUP_WINDOWS, "22:00-06:00").build();
    assertThat(findings(schema, TableNames.DEFAULT, nightly, Clock.systemUTC()))
        .as("the windows open once a day")
        .isEmpty();
    schema.execute("update task_meta set expires_at = " + ago(schema, 27));
    assertThat(findings(schema, TableNames.DEFAULT, nightly, Clock.systemUTC()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("27 hours", "(26 hours)"));
    schema.execute("insert into task_hold (task_id, reason) values ('old', 'a lawsuit')");
    assertThat(findings(schema)).isEmpty();
  }

  @Test
  void aTaskThatIsPastItsTimeButStillAtWorkIsNotWhatACleanupLeftBehind(TestSchema schema)
      throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    schema.execute(
        "insert into task_meta (task_id, state, created_at, updated_at, expires_at, store_token)"
            + " values ('long', 'STARTED', %1$s, %2$s, %1$s, 1)"
                .formatted(ago(schema, 72), ago(schema, 0)));

    assertThat(findings(schema)).isEmpty();
    schema.execute("update task_meta set updated_at = " + ago(schema, 24 * 400));
    assertThat(findings(schema))
        .as("nobody works on it any more")
        .singleElement()
        .satisfies(finding -> assertThat(finding.check()).isEqualTo("expiry"));
  }

  @Test
  void aCleanupThatFailedOrWasKilledIsFound(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    schema.execute(
        "insert into cleanup_run (host, tool, started_at) values ('h', 'java', %s)"
            .formatted(ago(schema, 2)));
    assertThat(findings(schema))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("it was killed"));

    schema.execute(
        "insert into cleanup_run (host, tool, started_at, ended_at, error)"
            + " values ('h', 'java', %1$s, %1$s, 'disk full')".formatted(ago(schema, 1)));
    assertThat(findings(schema))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("cleanup");
              assertThat(finding.reason()).contains("failed: disk full");
            });
  }

  @Test
  void partitionsThatAreMissingAheadAreFound(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    schema.execute("insert into retention_policy (name_pattern, action) values ('*', 'archive')");
    List<Finding> findings = findings(schema);
    if (!Targets.engine(schema).hasSchemas()) {
      assertThat(findings).isEmpty();
      return;
    }
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("partitions");
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.reason()).contains("nothing can be archived");
            });
    mend(schema);
    assertThat(findings(schema)).isEmpty();
  }

  @Test
  void partitionsThatWereMadeByHandAreTakenAsTheyAre(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    if (!Targets.engine(schema).hasSchemas()) {
      return;
    }
    schema.execute("insert into retention_policy (name_pattern, action) values ('*', 'archive')");
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    LocalDate month = today.withDayOfMonth(1).plusMonths(1);
    schema.execute(partition(schema, "some_days", today.minusDays(2), month));
    assertThat(findings(schema))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.reason()).contains("only for what is archived before " + month);
            });

    schema.execute(partition(schema, "winter", month, month.plusMonths(4)));
    assertThat(findings(schema)).isEmpty();
  }

  private static String partition(TestSchema schema, String name, LocalDate from, LocalDate to) {
    return schema.engine() == TestEngine.POSTGRESQL
        ? "create table %s partition of task_archive for values from ('%s 00:00:00+00') to ('%s 00:00:00+00')"
            .formatted(name, from, to)
        : "alter table task_archive add partition (partition %s values less than ('%s'))"
            .formatted(name, to);
  }

  /** A time so many hours ago, by the database's clock. */
  private static String ago(TestSchema schema, int hours) {
    return switch (schema.engine()) {
      case POSTGRESQL -> "clock_timestamp() - interval '%d hours'".formatted(hours);
      case MYSQL, MARIADB -> "utc_timestamp(6) - interval %d hour".formatted(hours);
      case SQLITE -> "strftime('%%Y-%%m-%%dT%%H:%%M:%%f000Z', 'now', '-%d hours')".formatted(hours);
    };
  }

  static List<Finding> findings(TestSchema schema) throws SQLException {
    return findings(schema, TableNames.DEFAULT, Settings.defaults(), Clock.systemUTC());
  }

  /** Looks through connections such as an application's own pool has. */
  static List<Finding> findings(TestSchema schema, TableNames names, Settings settings, Clock clock)
      throws SQLException {
    try (ConnectionSource source =
        DataSources.open(DatabaseUrl.parse(schema.url()), settings, true)) {
      return Targets.doctor(schema, source.dataSource(), names, settings, clock).findings();
    }
  }
}
