package dev.taskmeta.internal.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one table of URL options per driver. */
final class UrlOptions {

  private UrlOptions() {}

  /** Returns the options that a URL for this driver may have, by name and in the table's order. */
  static Map<String, UrlOption> of(JdbcDriver driver) {
    return switch (driver) {
      case POSTGRESQL -> byName(PostgresqlOptions.TABLE);
      case MYSQL -> byName(MysqlOptions.CONNECTOR_J);
      case MARIADB -> byName(MysqlOptions.MARIADB);
      case SQLITE -> byName(SqliteOptions.TABLE);
    };
  }

  private static Map<String, UrlOption> byName(List<UrlOption> table) {
    Map<String, UrlOption> byName = new LinkedHashMap<>();
    table.forEach(option -> byName.put(option.name(), option));
    return byName;
  }
}
