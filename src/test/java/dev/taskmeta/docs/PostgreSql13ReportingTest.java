package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13ReportingTest extends ReportingRoleContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
