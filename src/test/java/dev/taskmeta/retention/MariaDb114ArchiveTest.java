package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ArchiveTest extends MysqlMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
