package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class SqliteReportingTest extends ReportingContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
