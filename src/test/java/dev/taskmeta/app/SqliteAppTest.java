package dev.taskmeta.app;

import dev.taskmeta.testing.TestDatabase;

class SqliteAppTest extends SqlAppContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
