package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementCacheTest {

  private static final String INSERT = "insert into t (a) values (?)";
  private static final String SELECT = "select a from t where a >= ? order by a";

  @TempDir private Path folder;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = StatementCache.over(connect());
    execute(connection, "create table t (a integer primary key)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("cache.db"));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void insert(int value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setInt(1, value);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private static Object driversOwn(PreparedStatement statement) throws SQLException {
    return statement.unwrap(Statement.class);
  }

  @Test
  void aClosedStatementIsPreparedAgainWithoutTheDriver() throws SQLException {
    Object first;
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      first = driversOwn(statement);
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      assertThat(driversOwn(statement)).isSameAs(first);
    }
    insert(1);
    insert(2);
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setInt(1, 0);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void oneTextMayBeInUseTwice() throws SQLException {
    insert(1);
    try (PreparedStatement one = connection.prepareStatement(SELECT);
        PreparedStatement other = connection.prepareStatement(SELECT)) {
      assertThat(driversOwn(one)).isNotSameAs(driversOwn(other));
      one.setInt(1, 1);
      other.setInt(1, 2);
      assertThat(one.executeQuery().next()).isTrue();
      assertThat(other.executeQuery().next()).isFalse();
    }
  }

  @Test
  void aClosedStatementReadsNoMoreAndRefusesToWork() throws SQLException {
    insert(1);
    insert(2);
    PreparedStatement statement = connection.prepareStatement(SELECT);
    statement.setInt(1, 0);
    assertThat(statement.executeQuery().next()).isTrue();
    statement.close();
    statement.close();
    assertThat(statement.isClosed()).isTrue();
    assertThatThrownBy(statement::executeQuery).hasMessageContaining("closed");
    try (Connection other = connect()) {
      execute(other, "drop table t");
    }
  }

  @Test
  void aStatementThatFailedIsNotUsedAgain() throws SQLException {
    insert(1);
    Object first;
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      first = driversOwn(statement);
      statement.setInt(1, 1);
      assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      assertThat(driversOwn(statement)).isNotSameAs(first);
    }
    insert(2);
  }

  @Test
  void theOldestGoFirst() throws SQLException {
    Object first;
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      first = driversOwn(statement);
    }
    for (int number = 0; number < 40; number++) {
      connection.prepareStatement("select " + number).close();
    }
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      assertThat(driversOwn(statement)).isNotSameAs(first);
    }
  }
}
