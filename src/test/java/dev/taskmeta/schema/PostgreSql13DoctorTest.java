package dev.taskmeta.schema;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13DoctorTest extends DoctorContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
