package dev.taskmeta.docs;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql13ReportingTest extends ReportingContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql13();
  }
}
