package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class MySqlReportingTest extends ReportingRoleContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
