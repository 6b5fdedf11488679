package dev.taskmeta.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DedicatedServerTest {
  static List<TestDatabase> servers() {
    return TestDatabase.servers();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aKilledServerRefusesAndComesBackWithItsRows(TestDatabase database) throws SQLException {
    try (DedicatedServer server = database.dedicated();
        TestSchema schema = server.newSchema()) {
      schema.execute("create table t (id integer)");
      schema.execute("insert into t values (42)");

      server.kill();
      assertThatThrownBy(schema::connect).isInstanceOf(SQLException.class);

      server.start();
      try (Connection connection = schema.connect();
          var statement = connection.createStatement();
          var rows = statement.executeQuery("select id from t")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
      }
    }
  }
}
