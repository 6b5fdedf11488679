package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlArchiveTest extends MysqlMonthsContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
