package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ReviewTest implements PolicyContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
