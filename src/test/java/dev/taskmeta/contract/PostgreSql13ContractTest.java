package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13ContractTest extends SqlBackendContract
    implements ServerContract, RetryContract, WakeupContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
