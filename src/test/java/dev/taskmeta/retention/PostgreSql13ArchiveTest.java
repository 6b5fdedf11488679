package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13ArchiveTest extends ArchiveMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
