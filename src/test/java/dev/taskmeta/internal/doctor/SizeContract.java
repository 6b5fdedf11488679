package dev.taskmeta.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.Finding;
import dev.taskmeta.Finding.Severity;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.Server;
import dev.taskmeta.internal.store.SqlProvider;
import dev.taskmeta.spi.ArchiveStore;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tables are large, with a limit that fits a test. */
abstract class SizeContract implements DatabaseTest {

  @Test
  void aTableFromTheLimitOnIsToldAndTheArchiveByAllOfItsMonths(TestSchema schema)
      throws SQLException {
    try (ResultStore store = open(schema)) {
      store.archive().filter(ArchiveStore::inMonths).ifPresent(archive -> archive.make(3));
      List<Finding> findings = findings(schema, store, 1);

      assertThat(findings)
          .extracting(Finding::subject)
          .contains("task_meta")
          .doesNotHaveDuplicates();
      if (schema.engine() != TestEngine.SQLITE) {
        assertThat(findings).extracting(Finding::subject).contains("task_archive");
      }
      assertThat(findings)
          .allSatisfy(
              finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.INFO);
                assertThat(finding.reason()).startsWith("the table takes 0.0 GiB");
              });
      assertThat(findings(schema, store, 1L << 30)).isEmpty();
    }
  }

  static ResultStore open(TestSchema schema) {
    return new SqlProvider().open(new StoreContext(schema.url(), null, Settings.defaults()));
  }

  static List<Finding> findings(TestSchema schema, ResultStore store, long large)
      throws SQLException {
    try (Connection connection = schema.connect()) {
      SchemaTarget target =
          new SchemaTarget(
              schema.dataSource(), Server.ask(connection).engine(), TableNames.DEFAULT, "db");
      return new SizeCheck(large)
          .findings(
              new Examination(target, connection, store, Settings.defaults(), Clock.systemUTC()));
    }
  }
}
