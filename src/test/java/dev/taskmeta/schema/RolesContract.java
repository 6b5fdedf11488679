package dev.taskmeta.schema;

import static dev.taskmeta.DatabaseRole.APPLICATION;
import static dev.taskmeta.DatabaseRole.MAINTENANCE;
import static dev.taskmeta.DatabaseRole.OWNER;
import static dev.taskmeta.DatabaseRole.REPORTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Finding;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.TaskState;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.DataSources;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.DatabaseUrl;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Four roles, made by the database's own client as the plan prints it. SQLite has none. */
abstract class RolesContract implements DatabaseTest {

  private static final List<String> DENIED =
      List.of("denied", "must be owner", "must be able to SET ROLE");

  @Test
  void rolesComeWithTheTablesAndMayBePrintedAgain(TestSchema schema) throws Exception {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    String plan = database.plan(TestRoles.of(schema));
    assertThat(plan).doesNotContain("leaves nothing behind then");
    DatabaseClient.runAsAdministrator(schema, plan);
    TestRoles.admitOwner(schema);
    database.validate();

    String again = database.plan(TestRoles.of(schema));

    assertThat(again).contains("Taskmeta: roles for").doesNotContain("create table");
    DatabaseClient.runAsAdministrator(schema, again);
    assertEachMayDoItsWork(schema);
  }

  @Test
  void rolesAreGivenTablesThatAreThereAlready(TestSchema schema) throws Exception {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    database.migrate();

    DatabaseClient.runAsAdministrator(schema, database.plan(TestRoles.of(schema)));

    assertEachMayDoItsWork(schema);
  }

  private void assertEachMayDoItsWork(TestSchema schema) throws SQLException {
    String reporting = roleUrl(schema, REPORTING);
    String maintenance = roleUrl(schema, MAINTENANCE);
    String application = roleUrl(schema, APPLICATION);
    Settings settings =
        Settings.defaults().toBuilder()
            .set(Setting.RESULT_BACKEND, application)
            .set(Setting.SCHEMA_MODE, "validate")
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .build();
    try (ResultBackend backend = ResultBackend.open(settings)) {
      assertThat(backend.updateState("a", TaskState.SUCCESS, null)).isTrue();
      backend.cleanup();
    }
    Settings all =
        settings.toBuilder()
            .set(Setting.MAINTENANCE_BACKEND, maintenance)
            .set(Setting.REPORTING_BACKEND, reporting)
            .build();
    assertThat(TaskSchema.of(all).diagnose()).isEmpty();
    SqlNames names = new SqlNames(Targets.engine(schema), TableNames.DEFAULT);
    assertDenied(application, "alter table task_meta add column x integer");
    assertDenied(application, "drop table group_member");
    assertDenied(application, "create table x (y integer)");
    assertDenied(application, "delete from retention_policy");
    for (String view : names.views()) {
      run(reporting, "select * from " + view);
    }
    for (String table : names.tables()) {
      assertDenied(reporting, "select * from " + table);
      assertDenied(reporting, "delete from " + table);
    }
    assertDenied(reporting, "select * from " + names.history());
    assertDenied(reporting, "create table x (y integer)");
    boolean postgresql = Targets.engine(schema) == Engine.POSTGRESQL;
    String month =
        postgresql
            ? "create table task_archive_2031_01 partition of task_archive for values from"
                + " ('2031-01-01') to ('2031-02-01')"
            : "alter table task_archive add partition (partition p2031_01 values less than"
                + " ('2031-02-01'))";
    assertDenied(application, month);
    run(maintenance, month);
    run(
        application,
        "insert into task_archive (task_id, state, archived_at, created_at) values"
            + " ('a', 'SUCCESS', '2031-01-10', '2031-01-01')");
    run(
        maintenance,
        postgresql
            ? "drop table task_archive_2031_01"
            : "alter table task_archive drop partition p2031_01");
    assertDenied(maintenance, "alter table task_meta add column x integer");
  }

  @Test
  void aGrantThatWasTakenIsFoundWithTheGrantThatGivesItBack(TestSchema schema) throws Exception {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    DatabaseClient.runAsAdministrator(schema, database.plan(TestRoles.of(schema)));
    String role = Targets.engine(schema).quoted(TestRoles.name(schema, APPLICATION));
    Settings settings =
        Settings.defaults().toBuilder()
            .set(Setting.RESULT_BACKEND, roleUrl(schema, APPLICATION))
            .build();
    schema.administer("revoke insert on task_meta from " + role + ";\n");
    schema.administer("revoke select on taskmeta_schema_history from " + role + ";\n");
    schema.administer("revoke select, update on maintenance_lease from " + role + ";\n");

    List<Finding> findings = TaskSchema.of(settings).diagnose();

    assertThat(findings)
        .extracting(Finding::severity, Finding::check)
        .containsOnly(org.assertj.core.groups.Tuple.tuple(Finding.Severity.ERROR, "privileges"));
    assertThat(findings)
        .extracting(Finding::subject)
        .containsExactlyInAnyOrder(
            "task_meta", "maintenance_lease", "maintenance_lease", "taskmeta_schema_history");
    findings.forEach(finding -> schema.administer(finding.remedy() + "\n"));
    assertThat(TaskSchema.of(settings).diagnose()).isEmpty();
  }

  @Test
  void whatMaintenanceAndReportsMayNotDoIsFoundWithWhatMendsIt(TestSchema schema) throws Exception {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    DatabaseClient.runAsAdministrator(schema, database.plan(TestRoles.of(schema)));
    Engine engine = Targets.engine(schema);
    String maintenance = engine.quoted(TestRoles.name(schema, MAINTENANCE));
    Settings settings =
        Settings.defaults().toBuilder()
            .set(Setting.RESULT_BACKEND, roleUrl(schema, APPLICATION))
            .set(Setting.MAINTENANCE_BACKEND, roleUrl(schema, MAINTENANCE))
            .set(Setting.REPORTING_BACKEND, roleUrl(schema, REPORTING))
            .build();
    schema.administer("revoke delete on task_meta from %s;\n".formatted(maintenance));
    schema.administer(
        "revoke select on v_task from %s;\n"
            .formatted(engine.quoted(TestRoles.name(schema, REPORTING))));
    if (engine == Engine.POSTGRESQL) {
      schema.administer(
          """
          create table some_month partition of task_archive
            for values from ('2031-01-01') to ('2031-02-01');
          revoke create on schema public from public;
          revoke create on schema public from %s;
          """
              .formatted(maintenance));
    } else {
      schema.administer("revoke drop on task_archive_leaving from %s;\n".formatted(maintenance));
    }
    assertFoundAndMended(schema, settings, "task_meta", "v_task", "task_archive");

    schema.administer(
        engine == Engine.POSTGRESQL
            ? "alter table task_archive owner to " + engine.quoted(TestRoles.name(schema, OWNER))
            : "revoke alter on task_archive from %s;\n".formatted(maintenance));
    assertFoundAndMended(schema, settings, "task_archive");
    if (engine != Engine.POSTGRESQL) {
      String place = engine.quoted(schema.name().replace("_", "\\_"));
      schema.administer("revoke lock tables on %s.* from %s;\n".formatted(place, maintenance));
      assertFoundAndMended(schema, settings, "task_archive");
    }
  }

  private static void assertFoundAndMended(
      TestSchema schema, Settings settings, String... subjects) {
    List<Finding> findings = TaskSchema.of(settings).diagnose();
    assertThat(findings).extracting(Finding::check).containsOnly("privileges");
    assertThat(findings).extracting(Finding::subject).contains(subjects).containsOnly(subjects);
    findings.forEach(finding -> schema.administer(finding.remedy() + "\n"));
    assertThat(TaskSchema.of(settings).diagnose()).isEmpty();
  }

  @Test
  void aBackendThatCannotBeUsedIsFoundAndItsPasswordIsNotTold(TestSchema schema)
      throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    String wrong = schema.url().replaceFirst(":[^:@/]+@", ":very-secret@");
    Settings settings =
        Settings.defaults().toBuilder()
            .set(Setting.RESULT_BACKEND, schema.url())
            .set(Setting.MAINTENANCE_BACKEND, wrong)
            .set(Setting.REPORTING_BACKEND, wrong)
            .build();

    List<Finding> findings = TaskSchema.of(settings).diagnose();

    assertThat(findings)
        .extracting(Finding::subject)
        .containsExactly("maintenance_backend", "reporting_backend");
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
              assertThat(finding.check()).isEqualTo("backends");
              assertThat(finding.toString()).doesNotContain("very-secret");
            });
  }

  @Test
  void aMonthThatAnAdministratorMakesAsTheDoctorSaysMayBeDroppedByMaintenance(TestSchema schema)
      throws Exception {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    DatabaseClient.runAsAdministrator(schema, database.plan(TestRoles.of(schema)));
    schema.administer(
        "insert into retention_policy (name_pattern, action) values ('*', 'archive');\n");
    Settings settings =
        Settings.defaults().toBuilder()
            .set(Setting.RESULT_BACKEND, roleUrl(schema, APPLICATION))
            .build();

    List<Finding> findings = TaskSchema.of(settings).diagnose();

    assertThat(findings).extracting(Finding::check).containsExactly("partitions");
    schema.administer(findings.get(0).remedy() + "\n");
    assertThat(TaskSchema.of(settings).diagnose()).isEmpty();
    YearMonth next = YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC)).plusMonths(1);
    String month = next.toString().replace('-', '_');
    run(
        roleUrl(schema, MAINTENANCE),
        Targets.engine(schema) == Engine.POSTGRESQL
            ? "drop table task_archive_" + month
            : "alter table task_archive drop partition p" + month);
  }

  private static String roleUrl(TestSchema schema, DatabaseRole role) {
    return schema.memberUrl(TestRoles.name(schema, role));
  }

  private static void assertDenied(String url, String sql) {
    assertThatThrownBy(() -> run(url, sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .satisfies(
            refusal -> assertThat(DENIED).anyMatch(word -> refusal.getMessage().contains(word)));
  }

  private static void run(String url, String sql) throws SQLException {
    try (ConnectionSource source =
            DataSources.open(DatabaseUrl.parse(url), Settings.defaults(), false);
        Connection connection = source.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
