package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class SqliteReviewTest implements PolicyContract, ReviewContract, RollUpContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
