package dev.taskmeta.internal.doctor;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011SizeTest extends SizeContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
