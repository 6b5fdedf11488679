package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114CleanupTest
    implements PolicyCleanupContract, KeepLastContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
