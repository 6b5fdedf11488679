package dev.taskmeta.cli;

import dev.taskmeta.testing.TestDatabase;

class MySqlCommandLineTest extends CommandLineContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
