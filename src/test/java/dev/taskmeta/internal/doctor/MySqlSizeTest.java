package dev.taskmeta.internal.doctor;

import dev.taskmeta.testing.TestDatabase;

class MySqlSizeTest extends SizeContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
