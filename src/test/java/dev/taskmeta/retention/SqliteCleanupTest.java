package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class SqliteCleanupTest
    implements PolicyCleanupContract, KeepLastContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
