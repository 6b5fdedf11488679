package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ProcedureTest implements ProcedureContract, SweepContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
