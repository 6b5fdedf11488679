package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class MariaDb1011ReportingTest extends ReportingRoleContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb1011();
  }
}
