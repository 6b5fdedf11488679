package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;

class MariaDbRestrictedContractTest extends RestrictedContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
