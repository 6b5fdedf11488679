package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlProcedureTest implements ProcedureContract, SweepContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
