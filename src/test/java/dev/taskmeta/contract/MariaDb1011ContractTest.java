package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011ContractTest extends SqlBackendContract implements ServerContract, RetryContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
