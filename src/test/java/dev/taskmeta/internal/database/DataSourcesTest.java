package dev.taskmeta.internal.database;

import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import org.junit.jupiter.api.Nested;

class DataSourcesTest {

  @Nested
  class PostgreSql18 extends DataSourcesContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.postgresql18();
    }

    @Override
    JdbcDriver driver() {
      return JdbcDriver.POSTGRESQL;
    }
  }

  @Nested
  class MySql extends DataSourcesContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mysql();
    }

    @Override
    JdbcDriver driver() {
      return JdbcDriver.MYSQL;
    }
  }

  /** A server without TLS by default. */
  @Nested
  class MariaDb1011 extends DataSourcesContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mariadb1011();
    }

    @Override
    JdbcDriver driver() {
      return JdbcDriver.MARIADB;
    }
  }

  @Nested
  class MariaDb114 extends DataSourcesContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mariadb114();
    }

    @Override
    JdbcDriver driver() {
      return JdbcDriver.MARIADB;
    }
  }

  /** The usual URL of a Celery application whose server is a MariaDB. */
  @Nested
  class MariaDbByMySqlUrl extends DataSourcesContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mariadb114();
    }

    @Override
    JdbcDriver driver() {
      return JdbcDriver.MARIADB;
    }

    @Override
    String url(TestSchema schema) {
      return schema.pymysqlUrl();
    }
  }
}
