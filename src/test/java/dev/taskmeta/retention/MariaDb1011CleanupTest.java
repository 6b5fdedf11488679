package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011CleanupTest implements PolicyCleanupContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
