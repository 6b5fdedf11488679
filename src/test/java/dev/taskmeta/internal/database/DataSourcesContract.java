package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.LogCapture;
import dev.taskmeta.testing.TestSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What connections to every server must be like; subclasses name the server. */
@Timeout(120)
abstract class DataSourcesContract implements DatabaseTest {

  private static final String WRONG = "wr0ng-and-secret";

  private static final Settings SETTINGS =
      Settings.builder().set(Setting.DATABASE_CONNECT_TIMEOUT, "5s").build();

  /** Returns the driver that the schema's URL must end up with. */
  abstract JdbcDriver driver();

  /** Returns the URL to connect by. */
  String url(TestSchema schema) {
    return schema.url();
  }

  @Test
  void a_good_url_gives_connections_and_neither_passwords_nor_complaints_in_the_log(
      TestSchema schema) throws SQLException {
    try (LogCapture log = new LogCapture()) {
      try (ConnectionSource source =
              DataSources.open(DatabaseUrl.parse(url(schema)), SETTINGS, false);
          Connection connection = source.dataSource().getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(connection.getMetaData().getDriverName()).contains(driverName());
        assertThat(source.toString()).doesNotContain(schema.password());
      }
      assertThat(log.complaints()).isEmpty();
      assertSecretIsHidden(schema.password(), log.text());
    }
  }

  @Test
  void a_local_time_comes_back_as_it_was_and_now_is_utc(TestSchema schema) throws SQLException {
    // 02:30 of that day does not exist in the zone in which the tests run.
    LocalDateTime inTheGap = LocalDateTime.parse("2026-03-08T02:30:00.123456");
    try (ConnectionSource source =
            DataSources.open(DatabaseUrl.parse(url(schema)), SETTINGS, false);
        Connection connection = source.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (a " + timestampType() + "(6))");
      try (var insert = connection.prepareStatement("insert into t values (?)")) {
        insert.setObject(1, inTheGap, Types.TIMESTAMP);
        insert.executeUpdate();
      }
      try (ResultSet row = statement.executeQuery("select a from t")) {
        row.next();
        assertThat(row.getObject(1, LocalDateTime.class)).isEqualTo(inTheGap);
      }
      if (driver() != JdbcDriver.POSTGRESQL) {
        try (ResultSet row =
            statement.executeQuery("select timestampdiff(second, utc_timestamp(), now())")) {
          row.next();
          assertThat(row.getInt(1)).isZero();
        }
      }
    }
  }

  @Test
  void a_wrong_password_is_said_in_one_line_without_it(TestSchema schema) {
    try (LogCapture log = new LogCapture()) {
      DatabaseUrl url = DatabaseUrl.parse(url(schema));
      BackendUnavailableException failure = failure(withPassword(url, WRONG));

      assertThat(failure)
          .hasMessageContaining(schema.host() + ":" + schema.port())
          .hasMessageContaining("database " + schema.name())
          .hasMessageContaining("user " + schema.user())
          .hasMessageContaining("the login is refused; check user and password");
      assertThat(failure.getMessage()).doesNotContain("\n");
      assertThat(failure.isTransient()).isFalse();
      assertThat(log.complaints()).isEmpty();
      assertSecretIsHidden(WRONG, log.text() + trace(failure));
    }
  }

  @Test
  void an_unknown_database_is_told_from_a_wrong_password(TestSchema schema) {
    DatabaseUrl url = DatabaseUrl.parse(url(schema));

    BackendUnavailableException failure = failure(withDatabase(url, "no_such_database"));

    // MySQL tells only those who may know that there is no such database.
    assertThat(failure)
        .hasMessageContaining("no_such_database")
        .hasMessageMatching(".*(there is no such database|no right to this database).*");
    assertThat(failure.isTransient()).isFalse();
    assertSecretIsHidden(schema.password(), trace(failure));
  }

  @Test
  void a_server_that_is_not_there_is_said_so_at_once(TestSchema schema) throws IOException {
    try (LogCapture log = new LogCapture()) {
      DatabaseUrl url = withPort(DatabaseUrl.parse(url(schema)), freePort());

      BackendUnavailableException failure = failure(url);

      assertThat(failure).hasMessageContaining("nothing answers there; start the server");
      assertThat(failure.isTransient()).isTrue();
      assertThat(log.complaints()).isEmpty();
      assertSecretIsHidden(schema.password(), log.text() + trace(failure));
    }
  }

  @Test
  void a_server_that_never_answers_is_given_up(TestSchema schema) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      DatabaseUrl url = withPort(DatabaseUrl.parse(url(schema)), silent.getLocalPort());
      Settings impatient = Settings.builder().set(Setting.DATABASE_CONNECT_TIMEOUT, "1s").build();

      assertThatThrownBy(() -> DataSources.open(url, impatient, false))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("there was no answer in time");
    }
  }

  @Test
  void a_pool_without_a_free_connection_says_so(TestSchema schema) throws SQLException {
    Settings one =
        Settings.builder()
            .set(Setting.DATABASE_CONNECT_TIMEOUT, "500ms")
            .set(Setting.DATABASE_POOL_SIZE, 1)
            .build();
    try (ConnectionSource source = DataSources.open(DatabaseUrl.parse(url(schema)), one, false);
        Connection held = source.dataSource().getConnection()) {
      SQLException none =
          catchThrowableOfType(SQLException.class, () -> source.dataSource().getConnection());

      assertThat(held.isClosed()).isFalse();
      assertThat(source.unavailable(none))
          .hasValueSatisfying(
              failure -> assertThat(failure).hasMessageContaining("raise database_pool_size"));
    }
  }

  private static void assertSecretIsHidden(String secret, String text) {
    assertThat(text).doesNotContain(secret).doesNotContain(PercentEncoding.encode(secret));
  }

  private static BackendUnavailableException failure(DatabaseUrl url) {
    return catchThrowableOfType(
        BackendUnavailableException.class, () -> DataSources.open(url, SETTINGS, false));
  }

  private String driverName() {
    return switch (driver()) {
      case POSTGRESQL -> "PostgreSQL JDBC Driver";
      case MYSQL -> "MySQL Connector/J";
      case MARIADB -> "MariaDB Connector/J";
      case SQLITE -> "SQLite";
    };
  }

  private String timestampType() {
    return driver() == JdbcDriver.POSTGRESQL ? "timestamp" : "datetime";
  }

  private static DatabaseUrl withPassword(DatabaseUrl url, String password) {
    return new DatabaseUrl(
        url.driver(), url.user(), password, url.hosts(), url.database(), url.options(), null);
  }

  private static DatabaseUrl withDatabase(DatabaseUrl url, String database) {
    return new DatabaseUrl(
        url.driver(), url.user(), url.password(), url.hosts(), database, url.options(), null);
  }

  private static DatabaseUrl withPort(DatabaseUrl url, int port) {
    var host = new DatabaseUrl.Host(url.hosts().get(0).name(), port);
    return new DatabaseUrl(
        url.driver(),
        url.user(),
        url.password(),
        List.of(host),
        url.database(),
        url.options(),
        null);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
