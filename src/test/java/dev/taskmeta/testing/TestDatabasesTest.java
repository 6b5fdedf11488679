package dev.taskmeta.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves what the tests of Taskmeta rely on about their servers. */
class TestDatabasesTest {
  private static final String MEBIBYTES_64 = String.valueOf(64 << 20);

  static List<TestDatabase> all() {
    List<TestDatabase> all = new ArrayList<>(TestDatabase.all());
    all.add(TestDatabase.pgbouncer());
    all.add(TestDatabase.postgresql18WithoutDocker());
    return all;
  }

  static List<TestDatabase> servers() {
    return TestDatabase.servers();
  }

  static List<TestDatabase> mysqlAndMariadb() {
    return List.of(TestDatabase.mysql(), TestDatabase.mariadb1011(), TestDatabase.mariadb114());
  }

  @ParameterizedTest
  @MethodSource("all")
  void aFreshSchemaIsEmptyAndAnswersWithTheVersion(TestDatabase database) throws SQLException {
    try (TestSchema schema = database.newSchema()) {
      schema.execute("create table a_table (id integer)");
      try (Connection connection = schema.connect()) {
        assertThat(query(connection, database.engine().versionQuery()))
            .isEqualTo(database.version());
      }
    }
    try (TestSchema schema = database.newSchema()) {
      schema.execute("create table a_table (id integer)");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void jsonTextReadsOneKeyOfATextColumn(TestDatabase database) throws SQLException {
    try (TestSchema schema = database.newSchema()) {
      String json = database.engine() == TestEngine.POSTGRESQL ? "json" : "text";
      schema.execute("create table t (result " + json + ")");
      schema.execute("insert into t values ('{\"answer\": 42}')");
      String sql = "select " + database.engine().jsonText("result", "answer") + " from t";
      try (Connection connection = schema.connect()) {
        assertThat(query(connection, sql)).isEqualTo("42");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aDroppedSchemaIsGone(TestDatabase database) {
    TestSchema schema = database.newSchema();
    schema.close();
    assertThatThrownBy(schema::connect).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void theUrlEscapesThePassword(TestDatabase database) throws SQLException {
    try (TestSchema schema = database.newSchema()) {
      URI url = URI.create(schema.url().substring("db+".length()));
      assertThat(url.getUserInfo()).isEqualTo(schema.user() + ":" + schema.password());
      assertThat(schema.toString()).doesNotContain(schema.password());
      assertThat(schema.dataSource().toString()).doesNotContain(schema.password());
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void theRestrictedUserWritesRowsButCreatesNoTables(TestDatabase database) throws SQLException {
    try (TestSchema schema = database.newSchema()) {
      schema.execute("create table t (id integer)");
      assertThat(schema.restrictedUrl()).contains(Account.RESTRICTED.user());
      try (Connection connection = schema.restrictedDataSource().getConnection();
          var statement = connection.createStatement()) {
        assertThat(statement.executeUpdate("insert into t values (1)")).isEqualTo(1);
        assertThatThrownBy(() -> statement.execute("create table u (id integer)"))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aWrongPasswordIsRefused(TestDatabase database) {
    try (TestSchema schema = database.newSchema()) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(schema.jdbcUrl(), schema.user(), "wrong"))
          .isInstanceOf(SQLException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("mysqlAndMariadb")
  void sessionsAreEightHoursBehindUtcAndTakeLargePackets(TestDatabase database)
      throws SQLException {
    try (TestSchema schema = database.newSchema();
        Connection connection = schema.connect()) {
      assertThat(query(connection, "select @@global.time_zone")).isEqualTo("-08:00");
      assertThat(query(connection, "select @@global.max_allowed_packet")).isEqualTo(MEBIBYTES_64);
      assertThat(query(connection, "select @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
      assertThat(TimeZone.getDefault().getID()).isEqualTo("America/New_York");
    }
  }

  @ParameterizedTest
  @MethodSource("mysqlAndMariadb")
  void aPacketLimitHoldsForNewConnectionsAndIsLifted(TestDatabase database) throws SQLException {
    try (TestSchema schema = database.newSchema()) {
      try (PacketLimit limit = database.limitPackets(16 << 20);
          Connection connection = schema.connect()) {
        assertThat(query(connection, "select @@max_allowed_packet")).isEqualTo("16777216");
      }
      try (Connection connection = schema.connect()) {
        assertThat(query(connection, "select @@max_allowed_packet")).isEqualTo(MEBIBYTES_64);
      }
    }
  }

  @Test
  void mariadbHasItsOwnDefaultCharset() throws SQLException {
    try (TestSchema schema = TestDatabase.mariadb1011().newSchema();
        Connection connection = schema.connect()) {
      assertThat(query(connection, "select @@character_set_database")).isEqualTo("latin1");
    }
  }

  @Test
  void pgbouncerSharesServerSessionsBetweenClients() throws SQLException {
    try (TestSchema schema = TestDatabase.pgbouncer().newSchema();
        Connection first = schema.connect();
        Connection second = schema.connect()) {
      String session = "select pg_backend_pid()";
      assertThat(query(first, session)).isEqualTo(query(second, session));
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
