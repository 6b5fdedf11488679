package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class MySqlReportingTest extends ReportingContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
