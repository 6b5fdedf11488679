package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.Finding;
import dev.taskmeta.Finding.Severity;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.testing.DedicatedServer;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgreSql18DoctorTest extends DoctorContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }

  @Test
  void anIndexWhoseBuildWasCancelledIsFoundAndMended(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    schema.execute("drop index task_meta_parent_idx");
    try (Connection writer = schema.connect();
        Connection builder = schema.connect();
        Statement write = writer.createStatement();
        Statement build = builder.createStatement()) {
      writer.setAutoCommit(false);
      // The build waits for whoever writes.
      write.execute("lock table task_meta in row exclusive mode");
      build.execute("set statement_timeout = '200ms'");
      assertThatThrownBy(
              () ->
                  build.execute(
                      "create index concurrently task_meta_parent_idx on task_meta (parent_id)"
                          + " where parent_id is not null"))
          .hasMessageContaining("statement timeout");
      writer.rollback();
    }

    assertThat(findings(schema))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.subject()).isEqualTo("task_meta.task_meta_parent_idx");
              assertThat(finding.reason()).contains("invalid");
              Sql.script(schema, finding.remedy());
            });
    assertThat(findings(schema)).isEmpty();
  }

  @Test
  void autovacuumThatIsOffOnTheServerIsFoundAndMended() throws SQLException {
    try (DedicatedServer server = database().dedicated();
        TestSchema schema = server.newSchema()) {
      new DatabaseSchema(Targets.of(schema)).migrate();
      schema.administer("alter system set autovacuum = off");
      schema.administer("select pg_reload_conf()");
      List<Finding> off = await().until(() -> findings(schema), findings -> findings.size() == 1);
      assertThat(off.get(0).severity()).isEqualTo(Severity.ERROR);
      assertThat(off.get(0).subject()).isEqualTo("autovacuum");

      for (String sql : off.get(0).remedy().split(";\\R?")) {
        schema.administer(sql);
      }
      await().until(() -> findings(schema), List::isEmpty);
    }
  }

  @Test
  void countsThatAreOffForTheDatabaseAreFoundAndMended(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    schema.administer("alter database %s set track_counts = off".formatted(schema.name()));

    List<Finding> off = findings(schema);

    assertThat(off).extracting(Finding::subject).containsExactly("track_counts");
    assertThat(off.get(0).severity()).isEqualTo(Severity.ERROR);
    schema.administer(off.get(0).remedy());
    assertThat(findings(schema)).isEmpty();
  }

  @Test
  void aPoolerInTransactionModeIsFoundUnlessTheSettingsSuitIt() throws SQLException {
    TestDatabase.pgbouncer().requireAvailable();
    try (TestSchema schema = TestDatabase.pgbouncer().newSchema()) {
      String suited = schema.url() + "?prepare_threshold=0";
      Settings.Builder settings =
          Settings.defaults().toBuilder()
              .set(Setting.RESULT_BACKEND, suited)
              .set(Setting.NOTIFY, "false");
      TaskSchema.of(settings.build()).migrate();

      assertThat(TaskSchema.of(settings.build()).diagnose()).isEmpty();
      settings.unset(Setting.NOTIFY).set(Setting.RESULT_BACKEND, schema.url());
      assertThat(TaskSchema.of(settings.build()).diagnose())
          .extracting(Finding::severity, Finding::check, Finding::subject)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "pooler", "notify"),
              org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "pooler", "prepare_threshold"));
    }
  }
}
