package dev.taskmeta.schema;

import dev.taskmeta.testing.TestDatabase;

class SqliteDoctorTest extends DoctorContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
