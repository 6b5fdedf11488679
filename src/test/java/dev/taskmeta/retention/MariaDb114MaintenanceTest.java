package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MariaDb114MaintenanceTest implements AsMaintenance {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }
}
