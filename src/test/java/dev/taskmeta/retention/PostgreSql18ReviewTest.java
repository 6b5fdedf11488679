package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ReviewTest implements PolicyContract, ReviewContract, RollUpContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
