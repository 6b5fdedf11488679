package dev.taskmeta.internal.doctor;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18SizeTest extends PostgresqlSizeContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
