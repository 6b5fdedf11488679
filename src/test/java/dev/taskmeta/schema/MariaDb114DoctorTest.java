package dev.taskmeta.schema;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114DoctorTest extends MysqlDoctorContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
