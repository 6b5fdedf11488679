package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class MySqlRestrictedContractTest extends RestrictedContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
