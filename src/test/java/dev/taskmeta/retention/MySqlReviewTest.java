package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlReviewTest implements PolicyContract, ReviewContract, RollUpContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
