package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlCleanupTest implements PolicyCleanupContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
