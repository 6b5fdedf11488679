package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server behind a connection, by its own account.
 *
 * @param engine which engine it is
 * @param version its version, digits and dots
 */
public record Server(Engine engine, String version) {

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*");

  /** What MariaDB puts before its version, so that old replicas take it for a MySQL. */
  private static final String MARIADB_PREFIX = "5.5.5-";

  /**
   * Asks the server what it is. URL and driver are no witnesses: {@code mysql://} often leads to a
   * MariaDB, and Connector/J calls that MySQL.
   *
   * @throws ConfigurationException if the engine is unknown or its version too old
   * @throws SQLException if the server cannot be asked
   */
  public static Server ask(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    // The driver's word decides only which question the server understands.
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "sqlite" -> supported(Engine.SQLITE, answer(connection, "select sqlite_version()"));
      case "postgresql", "mysql", "mariadb" -> byOwnAccount(answer(connection, "select version()"));
      default -> throw unsupported(product, connection.getMetaData().getDatabaseProductVersion());
    };
  }

  /** Reads what {@code select version()} answers on PostgreSQL, MySQL or MariaDB. */
  static Server byOwnAccount(String answer) {
    if (answer.startsWith("PostgreSQL ")) {
      return supported(Engine.POSTGRESQL, answer.substring("PostgreSQL ".length()));
    }
    if (answer.contains("MariaDB")) {
      String version = answer.startsWith(MARIADB_PREFIX) ? answer.substring(6) : answer;
      return supported(Engine.MARIADB, version);
    }
    if (!answer.isEmpty() && Character.isDigit(answer.charAt(0))) {
      return supported(Engine.MYSQL, answer);
    }
    throw unsupported("The database", answer);
  }

  private static Server supported(Engine engine, String answer) {
    Matcher matcher = VERSION.matcher(answer);
    String version = matcher.find() ? matcher.group() : "";
    if (compare(version, engine.minimumVersion()) < 0) {
      throw new ConfigurationException(
          engine.product() + " " + answer + " is too old. Supported are " + Engine.supported());
    }
    return new Server(engine, version);
  }

  private static ConfigurationException unsupported(String product, String version) {
    return new ConfigurationException(
        product + " (" + version + ") is not supported. Supported are " + Engine.supported());
  }

  private static int compare(String version, String minimum) {
    String[] left = version.split("\\.", -1);
    String[] right = minimum.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int difference = Integer.compare(part(left, i), part(right, i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int part(String[] version, int index) {
    return index < version.length && !version[index].isEmpty()
        ? Integer.parseInt(version[index])
        : 0;
  }

  private static String answer(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      result.next();
      return result.getString(1);
    }
  }
}
