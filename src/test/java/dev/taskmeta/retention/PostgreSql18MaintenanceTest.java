package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;

class PostgreSql18MaintenanceTest implements AsMaintenance {
  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }
}
