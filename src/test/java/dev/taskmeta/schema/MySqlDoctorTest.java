package dev.taskmeta.schema;

import dev.taskmeta.testing.TestDatabase;

class MySqlDoctorTest extends MysqlDoctorContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
