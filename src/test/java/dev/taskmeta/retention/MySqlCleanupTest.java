package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlCleanupTest
    implements PolicyCleanupContract, KeepLastContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
