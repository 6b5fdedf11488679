package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011ArchiveTest extends ArchiveMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
