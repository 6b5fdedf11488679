package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ContractTest extends SqlBackendContract implements ServerContract, RetryContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
