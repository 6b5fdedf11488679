package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011ReviewTest implements PolicyContract, ReviewContract, RollUpContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
