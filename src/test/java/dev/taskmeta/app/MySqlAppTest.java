package dev.taskmeta.app;

import dev.taskmeta.testing.TestDatabase;

class MySqlAppTest extends SqlAppContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
