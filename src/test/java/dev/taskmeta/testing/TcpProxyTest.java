package dev.taskmeta.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TcpProxyTest {
  static List<TestDatabase> servers() {
    return TestDatabase.servers();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aCommitWhoseReplyIsCutFailsForTheClientAndHoldsOnTheServer(TestDatabase database)
      throws SQLException, IOException {
    try (TestSchema schema = database.newSchema();
        TcpProxy proxy = TcpProxy.inFrontOf(schema)) {
      schema.execute("create table t (id integer)");
      try (Connection connection = schema.dataSource(proxy).getConnection()) {
        proxy.cutReplyToCommit();
        connection.setAutoCommit(false);
        insert(connection);
        assertThat(proxy.cuts()).isZero();
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      }
      assertThat(proxy.cuts()).isEqualTo(1);
      assertThat(rows(schema)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void onlyOneCommitIsCutHoweverOftenItWasPreparedBefore(TestDatabase database)
      throws SQLException, IOException {
    try (TestSchema schema = database.newSchema();
        TcpProxy proxy = TcpProxy.inFrontOf(schema)) {
      schema.execute("create table t (id integer)");
      try (Connection connection = schema.dataSource(proxy).getConnection()) {
        connection.setAutoCommit(false);
        for (int i = 0; i < 10; i++) {
          insert(connection);
          connection.commit();
        }
        proxy.cutReplyToCommit();
        insert(connection);
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      }
      try (Connection connection = schema.dataSource(proxy).getConnection()) {
        connection.setAutoCommit(false);
        insert(connection);
        connection.commit();
      }
      assertThat(proxy.cuts()).isEqualTo(1);
      assertThat(rows(schema)).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void anAutocommittedStatementWhoseReplyIsCutHoldsOnTheServer(TestDatabase database)
      throws SQLException, IOException {
    try (TestSchema schema = database.newSchema();
        TcpProxy proxy = TcpProxy.inFrontOf(schema)) {
      schema.execute("create table t (id integer)");
      try (Connection connection = schema.dataSource(proxy).getConnection()) {
        proxy.cutReplyTo("INSERT INTO T");
        assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
      }
      assertThat(rows(schema)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aReplyIsCutAfterSoManyBytes(TestDatabase database) throws SQLException, IOException {
    try (TestSchema schema = database.newSchema();
        TcpProxy proxy = TcpProxy.inFrontOf(schema);
        Connection connection = schema.dataSource(proxy).getConnection();
        var statement = connection.createStatement()) {
      proxy.cutAfterServerBytes(1000);
      assertThatThrownBy(() -> statement.executeQuery("select repeat('x', 5000)"))
          .isInstanceOf(SQLException.class);
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void refusesConnectionsUntilToldToAcceptAndCountsThem(TestDatabase database)
      throws SQLException, IOException {
    try (TestSchema schema = database.newSchema();
        TcpProxy proxy = TcpProxy.inFrontOf(schema)) {
      try (Connection connection = schema.dataSource(proxy).getConnection()) {
        assertThat(proxy.openConnections()).isEqualTo(1);
        proxy.refuse();
        assertThat(proxy.openConnections()).isZero();
        assertThat(connection.isValid(5)).isFalse();
      }
      assertThatThrownBy(() -> schema.dataSource(proxy).getConnection())
          .isInstanceOf(SQLException.class);
      assertThat(proxy.connections()).isEqualTo(1);

      proxy.accept();
      schema.dataSource(proxy).getConnection().close();
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  private static void insert(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("insert into t values (?)")) {
      statement.setInt(1, 1);
      statement.executeUpdate();
    }
  }

  private static int rows(TestSchema schema) throws SQLException {
    try (Connection connection = schema.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from t")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
