package dev.taskmeta.contract;

import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;

/** MariaDB through the URL that Celery applications usually have for it. */
class PyMySqlUrlContractTest extends SqlBackendContract {
  @Override
  public TestDatabase database() {
    return TestDatabase.mariadb114();
  }

  @Override
  String url(TestSchema schema) {
    return schema.pymysqlUrl();
  }
}
