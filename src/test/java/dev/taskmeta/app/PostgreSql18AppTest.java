package dev.taskmeta.app;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18AppTest extends SqlAppContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
