package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114ReportingTest extends ReportingRoleContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
