package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18ReportingTest extends ReportingRoleContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
