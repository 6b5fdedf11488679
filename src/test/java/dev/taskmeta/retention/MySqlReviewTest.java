package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlReviewTest implements PolicyContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
