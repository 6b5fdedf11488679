package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class MySqlMaintenanceTest implements AsMaintenance {
  @Override
  public TestDatabase database() {
    return TestDatabase.mysql();
  }
}
