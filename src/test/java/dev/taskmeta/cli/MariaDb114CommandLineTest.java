package dev.taskmeta.cli;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114CommandLineTest extends CommandLineContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
