package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ReviewTest implements PolicyContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
