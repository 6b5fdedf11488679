package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ProcedureTest implements ProcedureContract, SweepContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
