package dev.taskmeta.cli;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18CommandLineTest extends CommandLineContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
