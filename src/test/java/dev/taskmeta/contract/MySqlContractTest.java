package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class MySqlContractTest extends SqlBackendContract implements ServerContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
