package dev.taskmeta.schema;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011DoctorTest extends MysqlDoctorContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
