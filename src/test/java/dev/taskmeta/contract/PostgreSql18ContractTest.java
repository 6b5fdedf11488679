package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ContractTest extends SqlBackendContract implements ServerContract, RetryContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
