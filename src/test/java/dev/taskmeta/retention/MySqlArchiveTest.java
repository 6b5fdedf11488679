package dev.taskmeta.retention;

import static dev.taskmeta.retention.ArchivedRows.FEBRUARY;
import static dev.taskmeta.retention.ArchivedRows.JANUARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import org.junit.jupiter.api.Test;

class MySqlArchiveTest extends ArchiveMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }

  @Test
  void aMonthThatADropHasLeftBehindIsNoObstacle(TestSchema schema) {
    try (ResultStore store = open(schema, schema.url())) {
      ArchivedRows rows = new ArchivedRows(schema);
      rows.makeMonthsOfThePast();
      rows.archive("a", JANUARY, FEBRUARY);
      schema.execute("create table task_archive_leaving (x integer)");
      assertThat(retired(archive(store), 10).months()).isPositive();
      assertThat(rows.ids("task_archive")).isEmpty();
      assertThat(rows.texts(LEAVING)).isEmpty();
    }
  }
}
