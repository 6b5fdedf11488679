package dev.taskmeta.app;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114AppTest extends SqlAppContract {

  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
