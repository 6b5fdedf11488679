package dev.taskmeta.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestDatabasesTest {
  static Iterable<TestDatabase> databases() {
    return TestDatabase.all();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aFreshSchemaAnswersWithItsVersion(TestDatabase database) throws SQLException {
    try (TestSchema schema = database.newSchema();
        Connection connection = schema.connect();
        var rows = connection.createStatement().executeQuery(database.engine().versionQuery())) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo(database.version());
      System.out.println(database.description());
    }
  }
}
