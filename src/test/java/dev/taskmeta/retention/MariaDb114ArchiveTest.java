package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ArchiveTest extends ArchiveMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
