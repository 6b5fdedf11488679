package dev.taskmeta.contract;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.testing.TestDatabase;

/** PostgreSQL behind PgBouncer in transaction mode. */
class PgBouncerContractTest extends SqlBackendContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.pgbouncer();
  }

  @Override
  public ResultBackend.Builder builder() {
    return ResultBackend.builder()
        .url(schema().url() + "?prepare_threshold=0")
        .set(Setting.NOTIFY, "false");
  }
}
