package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011CleanupTest
    implements PolicyCleanupContract, KeepLastContract, GovernorContract, ArchivingContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
