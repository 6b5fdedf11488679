package dev.taskmeta.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.Finding.Severity;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead rows, and sizes to the byte: what only PostgreSQL says. */
abstract class PostgresqlSizeContract extends SizeContract {

  private static final long NEVER = Long.MAX_VALUE;

  @Test
  void theArchiveIsAsLargeAsItsMonths(TestSchema schema) throws SQLException {
    try (ResultStore store = open(schema)) {
      store.archive().orElseThrow().make(1);
      fill(schema, 1_000);
      long months =
          number(
              schema,
              "select sum(pg_total_relation_size(inhrelid)) from pg_inherits"
                  + " where inhparent = 'task_archive'::regclass");

      assertThat(findings(schema, store, months))
          .filteredOn(finding -> finding.subject().equals("task_archive"))
          .hasSize(1);
      assertThat(findings(schema, store, months + 1))
          .noneMatch(finding -> finding.subject().equals("task_archive"));
    }
  }

  @Test
  void deadRowsOfMonthsAreFoundAndVacuumed(TestSchema schema) throws SQLException {
    try (ResultStore store = open(schema)) {
      store.archive().orElseThrow().make(1);
      for (String month : store.archive().orElseThrow().ready(0).made()) {
        schema.execute("alter table %s set (autovacuum_enabled = false)".formatted(month));
      }
      fill(schema, 60_000);
      schema.execute("delete from task_archive");

      String remedy =
          await()
              .until(() -> findings(schema, store, NEVER), findings -> findings.size() == 1)
              .stream()
              .peek(
                  finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.subject()).isEqualTo("task_archive");
                    assertThat(finding.reason()).contains("60,000 of its row versions are dead");
                  })
              .findFirst()
              .orElseThrow()
              .remedy();
      schema.execute(remedy.substring(0, remedy.indexOf(';')));
      await().until(() -> findings(schema, store, NEVER), List::isEmpty);
    }
  }

  private static void fill(TestSchema schema, int rows) {
    schema.execute(
        "insert into task_archive (task_id, state, archived_at, created_at) select 'a' || n,"
            + " 'SUCCESS', clock_timestamp(), clock_timestamp() from generate_series(1, %d) n"
                .formatted(rows));
  }

  private static long number(TestSchema schema, String query) throws SQLException {
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
