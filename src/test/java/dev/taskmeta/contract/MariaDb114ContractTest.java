package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ContractTest extends SqlBackendContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
