package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ReportingTest extends ReportingContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
