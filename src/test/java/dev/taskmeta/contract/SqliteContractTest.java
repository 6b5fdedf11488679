package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class SqliteContractTest extends SqlBackendContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
