package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class PostgreSqlRestrictedContractTest extends RestrictedContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
