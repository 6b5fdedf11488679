package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18CleanupTest
    implements PolicyCleanupContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
