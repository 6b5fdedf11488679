package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The connection that is tried before there is a pool: it shows whether the database answers, and
 * which driver and which encryption fit it.
 */
final class FirstConnection {

  private FirstConnection() {}

  /** Returns the target with which a connection came about. */
  static JdbcTarget choose(DatabaseUrl url, Duration timeout, boolean createIfMissing) {
    return switch (url.driver()) {
      case SQLITE -> sqlite(url, timeout, createIfMissing);
      case POSTGRESQL -> tried(url, JdbcTarget.of(url, url.driver(), timeout));
      case MYSQL, MARIADB ->
          url.jdbcUrl() == null ? mysqlFamily(url, timeout) : asWritten(url, timeout);
    };
  }

  private static JdbcTarget sqlite(DatabaseUrl url, Duration timeout, boolean createIfMissing) {
    JdbcTarget target = JdbcTarget.of(url, JdbcDriver.SQLITE, timeout);
    return tried(url, SqliteFiles.openMode(target, url, createIfMissing));
  }

  /** A jdbc: URL names its driver on purpose, so that it stays. */
  private static JdbcTarget asWritten(DatabaseUrl url, Duration timeout) {
    return tried(url, JdbcTarget.of(url, url.driver(), timeout));
  }

  /** A mysql:// URL often leads to a MariaDB, which its own driver serves better. */
  private static JdbcTarget mysqlFamily(DatabaseUrl url, Duration timeout) {
    boolean socket = url.options().containsKey("unix_socket");
    boolean mariadbFirst =
        socket || url.driver() == JdbcDriver.MARIADB || !JdbcDriver.MYSQL.isPresent();
    if (mariadbFirst) {
      return mariadb(url, timeout, socket);
    }
    JdbcTarget target = JdbcTarget.of(url, JdbcDriver.MYSQL, timeout);
    boolean isMariadb = ask(url, target).contains("MariaDB");
    return isMariadb && JdbcDriver.MARIADB.isPresent() ? mariadb(url, timeout, false) : target;
  }

  private static JdbcTarget mariadb(DatabaseUrl url, Duration timeout, boolean onlyMariadb) {
    JdbcTarget target = JdbcTarget.of(url, JdbcDriver.MARIADB, timeout);
    String version;
    try {
      version = version(target);
    } catch (SQLException e) {
      if (MysqlTls.of(url.options()).mode() != MysqlTls.Mode.PREFERRED || isLoginRefused(e)) {
        throw failed(url, e);
      }
      // "Preferred" means without TLS where the server has none; the driver has no word for it.
      target = target.with("sslMode", MysqlTls.Mode.DISABLED.mariadb());
      version = ask(url, target);
    }
    if (!version.contains("MariaDB") && url.driver() == JdbcDriver.MYSQL) {
      return instead(url, timeout, onlyMariadb);
    }
    return target;
  }

  /** The server turned out to be MySQL, which the MariaDB driver is not tested with. */
  private static JdbcTarget instead(DatabaseUrl url, Duration timeout, boolean onlyMariadb) {
    if (onlyMariadb) {
      throw new ConfigurationException(
          "the database URL is refused: option unix_socket works only with MariaDB; use a host,"
              + " such as 127.0.0.1.");
    }
    return tried(url, JdbcTarget.of(url, JdbcDriver.MYSQL, timeout));
  }

  private static boolean isLoginRefused(SQLException e) {
    return ConnectFailure.of(e)
        .filter(
            failure ->
                failure == ConnectFailure.LOGIN
                    || failure == ConnectFailure.NO_DATABASE
                    || failure == ConnectFailure.UNKNOWN_HOST
                    || failure == ConnectFailure.REFUSED)
        .isPresent();
  }

  private static JdbcTarget tried(DatabaseUrl url, JdbcTarget target) {
    ask(url, target);
    return target;
  }

  private static String ask(DatabaseUrl url, JdbcTarget target) {
    try {
      return version(target);
    } catch (SQLException e) {
      throw failed(url, e);
    }
  }

  private static String version(JdbcTarget target) throws SQLException {
    String question =
        target.driver() == JdbcDriver.SQLITE
            ? "select count(*) from sqlite_master"
            : "select version()";
    try (Connection connection =
            new DriverDataSource(target.driver().load(), target).getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      result.next();
      return result.getString(1);
    }
  }

  private static RuntimeException failed(DatabaseUrl url, SQLException e) {
    return ConnectFailure.of(e).orElse(ConnectFailure.OTHER).at(url.place(), e);
  }
}
