package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class MySqlContractTest extends SqlBackendContract implements ServerContract, RetryContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
