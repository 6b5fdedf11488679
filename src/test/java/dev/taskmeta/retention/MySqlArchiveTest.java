package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlArchiveTest extends ArchiveMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
