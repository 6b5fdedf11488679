package dev.taskmeta.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskReports;
import dev.taskmeta.testing.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TaskReportsTest {

  @Test
  void memoryMakesNoReports() {
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, "memory://").build();
    assertThatThrownBy(() -> TaskReports.open(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("makes no reports");
  }

  @Nested
  class PostgreSql13 extends TaskReportsContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.postgresql13();
    }
  }

  @Nested
  class PostgreSql18 extends TaskReportsContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.postgresql18();
    }
  }

  @Nested
  class MySql extends TaskReportsContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mysql();
    }
  }

  @Nested
  class MariaDb1011 extends TaskReportsContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mariadb1011();
    }
  }

  @Nested
  class MariaDb114 extends TaskReportsContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.mariadb114();
    }
  }

  @Nested
  class Sqlite extends TaskReportsContract {
    @Override
    public TestDatabase database() {
      return TestDatabase.sqlite();
    }
  }
}
