package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import java.sql.Driver;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JDBC drivers that Taskmeta knows how to set up. */
public enum JdbcDriver {
  /** pgjdbc. */
  POSTGRESQL(
      "PostgreSQL",
      "org.postgresql.Driver",
      "org.postgresql:postgresql",
      "jdbc:postgresql:",
      5432,
      Set.of("postgresql", "postgres"),
      Set.of(
          "psycopg2",
          "psycopg",
          "psycopg_async",
          "psycopg2cffi",
          "asyncpg",
          "pg8000",
          "pygresql",
          "pypostgresql")),
  /** MySQL Connector/J. */
  MYSQL(
      "MySQL",
      "com.mysql.cj.jdbc.Driver",
      "com.mysql:mysql-connector-j",
      "jdbc:mysql:",
      3306,
      Set.of("mysql"),
      MysqlNames.PYTHON_DRIVERS),
  /** MariaDB Connector/J. */
  MARIADB(
      "MariaDB",
      "org.mariadb.jdbc.Driver",
      "org.mariadb.jdbc:mariadb-java-client",
      "jdbc:mariadb:",
      3306,
      Set.of("mariadb"),
      MysqlNames.PYTHON_DRIVERS),
  /** SQLite and its driver in one. */
  SQLITE(
      "SQLite",
      "org.sqlite.JDBC",
      "org.xerial:sqlite-jdbc",
      "jdbc:sqlite:",
      0,
      Set.of("sqlite"),
      Set.of("pysqlite", "aiosqlite"));

  private final String product;
  private final String className;
  private final String coordinates;
  private final String jdbcPrefix;
  private final int defaultPort;
  private final Set<String> dialects;
  private final Set<String> pythonDrivers;

  JdbcDriver(
      String product,
      String className,
      String coordinates,
      String jdbcPrefix,
      int defaultPort,
      Set<String> dialects,
      Set<String> pythonDrivers) {
    this.product = product;
    this.className = className;
    this.coordinates = coordinates;
    this.jdbcPrefix = jdbcPrefix;
    this.defaultPort = defaultPort;
    this.dialects = dialects;
    this.pythonDrivers = pythonDrivers;
  }

  /** Returns the database's name as people write it. */
  public String product() {
    return product;
  }

  String jdbcPrefix() {
    return jdbcPrefix;
  }

  int defaultPort() {
    return defaultPort;
  }

  /** Tells whether this driver speaks the protocol that MySQL and MariaDB share. */
  boolean isMysqlFamily() {
    return this == MYSQL || this == MARIADB;
  }

  /** Tells whether a Python driver of that name belongs to this database, so that it is dropped. */
  boolean knowsPythonDriver(String name) {
    return pythonDrivers.contains(name);
  }

  List<String> pythonDrivers() {
    return pythonDrivers.stream().sorted().toList();
  }

  static Optional<JdbcDriver> ofDialect(String dialect) {
    return Arrays.stream(values()).filter(driver -> driver.dialects.contains(dialect)).findFirst();
  }

  static Optional<JdbcDriver> ofJdbcUrl(String url) {
    return Arrays.stream(values()).filter(driver -> url.startsWith(driver.jdbcPrefix)).findFirst();
  }

  /** Tells whether the driver is on the class path. */
  boolean isPresent() {
    try {
      Class.forName(className, false, JdbcDriver.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Returns the driver.
   *
   * @throws ConfigurationException if it is not on the class path
   */
  Driver load() {
    try {
      Class<?> type = Class.forName(className, true, JdbcDriver.class.getClassLoader());
      return (Driver) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new ConfigurationException(
          "the JDBC driver for "
              + product
              + " is not on the class path; add the dependency "
              + coordinates
              + " to your build.",
          e);
    }
  }

  /** Names that two constants share; a constant cannot refer to a static field of its own enum. */
  private static final class MysqlNames {
    private static final Set<String> PYTHON_DRIVERS =
        Set.of(
            "mysqldb",
            "mysqlclient",
            "pymysql",
            "mysqlconnector",
            "mariadbconnector",
            "aiomysql",
            "asyncmy",
            "cymysql",
            "oursql");
  }
}
