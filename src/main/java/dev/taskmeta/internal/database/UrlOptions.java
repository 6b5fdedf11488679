package dev.taskmeta.internal.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one table of URL options per driver. */
final class UrlOptions {

  private static final Map<JdbcDriver, Map<String, UrlOption>> TABLES =
      Map.of(
          JdbcDriver.POSTGRESQL, byName(PostgresqlOptions.TABLE),
          JdbcDriver.MYSQL, byName(MysqlOptions.CONNECTOR_J),
          JdbcDriver.MARIADB, byName(MysqlOptions.MARIADB),
          JdbcDriver.SQLITE, byName(SqliteOptions.TABLE));

  private UrlOptions() {}

  /** Returns the options that a URL for this driver may have, by name and in the table's order. */
  static Map<String, UrlOption> of(JdbcDriver driver) {
    return TABLES.getOrDefault(driver, Map.of());
  }

  private static Map<String, UrlOption> byName(List<UrlOption> table) {
    Map<String, UrlOption> byName = new LinkedHashMap<>();
    table.forEach(option -> byName.put(option.name(), option));
    return byName;
  }
}
