package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ArchiveTest extends ArchiveMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
