package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class SqliteArchiveTest extends ArchiveContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
