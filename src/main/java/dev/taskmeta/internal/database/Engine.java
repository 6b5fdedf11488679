package dev.taskmeta.internal.database;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jooq.SQLDialect;

/** The four database engines that keep results, and what tells them apart. Thread-safe. */
public enum Engine {
  POSTGRESQL("PostgreSQL", "13", SQLDialect.POSTGRES, '"'),
  MYSQL("MySQL", "8.0.19", SQLDialect.MYSQL, '`'),
  MARIADB("MariaDB", "10.6", SQLDialect.MARIADB, '`'),
  SQLITE("SQLite", "3.35", SQLDialect.SQLITE, '"');

  private final String product;
  private final String minimumVersion;
  private final SQLDialect dialect;
  private final char quote;

  Engine(String product, String minimumVersion, SQLDialect dialect, char quote) {
    this.product = product;
    this.minimumVersion = minimumVersion;
    this.dialect = dialect;
    this.quote = quote;
  }

  /** Returns the engine's name as its makers write it. */
  public String product() {
    return product;
  }

  /** Returns the oldest version that has what the statements need. */
  public String minimumVersion() {
    return minimumVersion;
  }

  /** Returns the dialect that jOOQ renders for it. */
  public SQLDialect dialect() {
    return dialect;
  }

  /** Returns the folder of its migrations on the class path, without a slash at its end. */
  public String migrations() {
    return "dev/taskmeta/migrations/" + name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Tells whether a database holds schemas (MySQL and MariaDB: databases) to choose from. */
  public boolean hasSchemas() {
    return this != SQLITE;
  }

  /** Tells whether a script that fails halfway is undone as a whole. */
  public boolean undoesFailedScripts() {
    return this == POSTGRESQL || this == SQLITE;
  }

  /** Tells whether the server bounds the size of a statement ({@code max_allowed_packet}). */
  public boolean limitsPackets() {
    return this == MYSQL || this == MARIADB;
  }

  /** Tells whether one connection can tell others something at once (NOTIFY). */
  public boolean notifies() {
    return this == POSTGRESQL;
  }

  /** Tells whether the server itself runs events by a schedule. */
  public boolean runsEvents() {
    return this == MYSQL || this == MARIADB;
  }

  /** Returns an identifier in the engine's quotes. */
  public String quoted(String identifier) {
    return quote + identifier + quote;
  }

  /**
   * Tells whether a statement failed because a table, or the schema it is in, or what a view is
   * made of, does not exist.
   */
  public boolean isMissingTable(SQLException failure) {
    return switch (this) {
      case POSTGRESQL ->
          "42P01".equals(failure.getSQLState()) || "3F000".equals(failure.getSQLState());
      case MYSQL, MARIADB ->
          failure.getErrorCode() == 1146
              || failure.getErrorCode() == 1049
              || failure.getErrorCode() == 1356;
      case SQLITE -> String.valueOf(failure.getMessage()).contains("no such table");
    };
  }

  /** Tells whether a statement failed because the user lacks a right. */
  public boolean isDenied(SQLException failure) {
    return switch (this) {
      case POSTGRESQL -> "42501".equals(failure.getSQLState());
      case MYSQL, MARIADB ->
          failure.getErrorCode() == 1142
              || failure.getErrorCode() == 1143
              || failure.getErrorCode() == 1044
              || failure.getErrorCode() == 1227;
      case SQLITE -> String.valueOf(failure.getMessage()).contains("SQLITE_READONLY");
    };
  }

  /** Returns the engines and their minimum versions, for messages. */
  static String supported() {
    return Arrays.stream(values())
        .map(engine -> engine.product + " " + engine.minimumVersion)
        .collect(Collectors.joining(", ", "", " and later"));
  }
}
