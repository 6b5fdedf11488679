package dev.taskmeta.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Prints the version of a MySQL or MariaDB, and what makes its commits durable; fails as long as
 * the server does not answer. Images of MySQL need not hold its client.
 *
 * <p>Arguments: JDBC URL, how the server was started.
 */
final class MysqlSettings {

  private static final String SETTINGS =
      """
      show variables where variable_name in ('innodb_flush_log_at_trx_commit', 'sync_binlog', \
      'log_bin', 'innodb_buffer_pool_size', 'innodb_doublewrite')""";

  private MysqlSettings() {}

  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0]);
        Statement statement = connection.createStatement()) {
      try (ResultSet version =
          statement.executeQuery("select concat(@@version_comment, ' ', version())")) {
        version.next();
        System.out.printf("%s, %s, TCP on loopback, no TLS%n", version.getString(1), args[1]);
      }
      try (ResultSet settings = statement.executeQuery(SETTINGS)) {
        while (settings.next()) {
          System.out.printf("  %s = %s%n", settings.getString(1), settings.getString(2));
        }
      }
    }
  }
}
