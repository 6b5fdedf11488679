package dev.taskmeta.retention;

import static dev.taskmeta.retention.ArchivedRows.FEBRUARY;
import static dev.taskmeta.retention.ArchivedRows.JANUARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.testing.TestSchema;
import org.junit.jupiter.api.Test;

/** Months that go by way of a table of their own. */
abstract class MysqlMonthsContract extends ArchiveMonthsContract {

  @Test
  void aMonthThatADropHasLeftBehindIsNoObstacle(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      rows.archive("a", JANUARY, FEBRUARY);
      schema.execute("create table task_archive_leaving like task_archive");
      assertThat(retired(archive(store), 10).months()).isPositive();
      assertThat(rows.ids("task_archive")).isEmpty();
      assertThat(rows.texts(LEAVING)).isEmpty();
    }
  }

  @Test
  void aTableOfSomebodyElseOfThatNameIsLeftAlone(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      rows.archive("a", JANUARY, FEBRUARY);
      schema.execute("create table task_archive_leaving as select 'precious' as task_id from dual");
      assertThat(retired(archive(store), 10).months()).isPositive();
      assertThat(rows.ids("task_archive")).isEmpty();
      assertThat(rows.ids("task_archive_leaving")).containsExactly("precious");
    }
  }
}
