package dev.taskmeta.internal.doctor;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114SizeTest extends SizeContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
