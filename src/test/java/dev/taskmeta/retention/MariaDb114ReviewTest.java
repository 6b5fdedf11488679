package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ReviewTest implements PolicyContract, ReviewContract, RollUpContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
