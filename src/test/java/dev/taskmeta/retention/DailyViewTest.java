package dev.taskmeta.retention;

import dev.taskmeta.testing.TestDatabase;
import org.junit.jupiter.api.Nested;

class DailyViewTest {

  @Nested
  class PostgreSql13 extends DailyViewContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.postgresql13();
    }
  }

  @Nested
  class PostgreSql18 extends DailyViewContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.postgresql18();
    }
  }

  @Nested
  class MySql extends DailyViewContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mysql();
    }
  }

  @Nested
  class MariaDb1011 extends DailyViewContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mariadb1011();
    }
  }

  @Nested
  class MariaDb114 extends DailyViewContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mariadb114();
    }
  }

  @Nested
  class Sqlite extends DailyViewContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.sqlite();
    }
  }
}
