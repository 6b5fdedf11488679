package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18CleanupTest
    implements PolicyCleanupContract, KeepLastContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
