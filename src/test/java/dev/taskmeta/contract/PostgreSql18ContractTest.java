package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ContractTest extends SqlBackendContract implements ServerContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
