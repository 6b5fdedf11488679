package dev.taskmeta.internal.doctor;

import dev.taskmeta.testing.TestDatabase;

class SqliteSizeTest extends SizeContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
