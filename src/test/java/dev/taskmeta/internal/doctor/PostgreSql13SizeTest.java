package dev.taskmeta.internal.doctor;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13SizeTest extends PostgresqlSizeContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
