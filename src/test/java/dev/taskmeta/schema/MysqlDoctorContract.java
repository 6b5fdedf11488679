package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.Finding.Severity;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.testing.PacketLimit;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What only the servers of MySQL and MariaDB have. */
abstract class MysqlDoctorContract extends DoctorContract {

  @Test
  void aSchedulerThatIsOffIsFoundWhereAnEventCleansUp(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    String before = Sql.rows(schema, "select @@global.event_scheduler").get(0);
    schema.administer("set global event_scheduler = off;\n");
    try {
      assertThat(findings(schema)).isEmpty();
      schema.execute(
          "create event nightly on schedule every 1 day starts '2035-01-01' do"
              + " delete from task_meta where expires_at < utc_timestamp(6)");
      assertThat(findings(schema))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                assertThat(finding.subject()).isEqualTo("event_scheduler");
                assertThat(finding.reason()).contains("the event nightly");
                schema.administer(finding.remedy());
              });
      assertThat(findings(schema)).isEmpty();
    } finally {
      schema.administer("set global event_scheduler = " + before + ";\n");
    }
  }

  @Test
  void anEventThatIsSwitchedOffIsFound(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    String before = Sql.rows(schema, "select @@global.event_scheduler").get(0);
    schema.administer("set global event_scheduler = on;\n");
    try {
      schema.execute(
          "create event nightly on schedule every 1 day starts '2035-01-01' disable do"
              + " delete from task_meta where expires_at < utc_timestamp(6)");
      assertThat(findings(schema))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.reason()).contains("is disabled");
                Sql.script(schema, finding.remedy());
              });
      assertThat(findings(schema)).isEmpty();
    } finally {
      schema.administer("set global event_scheduler = " + before + ";\n");
    }
  }

  @Test
  void aPacketThatIsSmallerThanWhatIsToBeStoredIsFound(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    Settings large = Settings.defaults().toBuilder().set(Setting.RESULT_MAX_BYTES, "32MiB").build();
    try (PacketLimit limit = database().limitPackets(20L << 20)) {
      assertThat(limit).isNotNull();
      assertThat(findings(schema)).isEmpty();
      assertThat(findings(schema, TableNames.DEFAULT, large, Clock.systemUTC()))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.check()).isEqualTo("max_allowed_packet");
                schema.administer(finding.remedy());
              });
      assertThat(findings(schema, TableNames.DEFAULT, large, Clock.systemUTC())).isEmpty();
    }
  }
}
