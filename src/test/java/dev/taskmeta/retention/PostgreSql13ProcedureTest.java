package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13ProcedureTest implements ProcedureContract, SweepContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
