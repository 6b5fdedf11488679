package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011ProcedureTest implements ProcedureContract, SweepContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
