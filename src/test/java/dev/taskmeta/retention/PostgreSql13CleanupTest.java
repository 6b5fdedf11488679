package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13CleanupTest
    implements PolicyCleanupContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
