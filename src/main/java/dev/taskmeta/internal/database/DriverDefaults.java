package dev.taskmeta.internal.database;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The driver properties that make every engine keep what it is given, and keep it fast. */
final class DriverDefaults {

  private static final String STATEMENTS = "128";

  private DriverDefaults() {}

  /** Returns the properties for a driver; the caller may change the map. */
  static Map<String, String> of(JdbcDriver driver, Duration connectTimeout) {
    Map<String, String> properties = new LinkedHashMap<>();
    switch (driver) {
      case POSTGRESQL -> postgresql(properties, connectTimeout);
      case MYSQL -> mysql(properties, connectTimeout);
      case MARIADB -> mariadb(properties, connectTimeout);
      case SQLITE -> sqlite(properties);
    }
    return properties;
  }

  private static void postgresql(Map<String, String> properties, Duration connectTimeout) {
    // pgjdbc counts whole seconds; loginTimeout bounds the handshake too.
    String seconds = String.valueOf(Math.max(1, (connectTimeout.toMillis() + 999) / 1000));
    properties.put("ApplicationName", "taskmeta");
    properties.put("tcpKeepAlive", "true");
    properties.put("connectTimeout", seconds);
    properties.put("loginTimeout", seconds);
    // One statement of a batch has its own text: prepare those that come back soon.
    properties.put("prepareThreshold", "3");
  }

  private static void mysql(Map<String, String> properties, Duration connectTimeout) {
    shared(properties, connectTimeout);
    // The upsert of 512 rows that carry every column.
    properties.put("prepStmtCacheSqlLimit", "131072");
    properties.put("characterEncoding", "UTF-8");
    properties.put("allowLoadLocalInfile", "false");
    properties.put("allowUrlInLocalInfile", "false");
    properties.put("connectionTimeZone", "+00:00");
    // Else the driver asks before every change whether the session is read-only.
    properties.put("useLocalSessionState", "true");
  }

  private static void mariadb(Map<String, String> properties, Duration connectTimeout) {
    shared(properties, connectTimeout);
    properties.put("allowLocalInfile", "false");
    properties.put("connectionTimeZone", "+00:00");
  }

  private static void shared(Map<String, String> properties, Duration connectTimeout) {
    properties.put("connectTimeout", String.valueOf(connectTimeout.toMillis()));
    properties.put("tcpKeepAlive", "true");
    // A LocalDateTime passes as it is, and the server's now() is UTC.
    properties.put("forceConnectionTimeZoneToSession", "true");
    properties.put("preserveInstants", "false");
    properties.put("useAffectedRows", "true");
    properties.put("allowMultiQueries", "false");
    // Text protocol would double binary results by escaping.
    properties.put("useServerPrepStmts", "true");
    properties.put("cachePrepStmts", "true");
    properties.put("prepStmtCacheSize", STATEMENTS);
  }

  private static void sqlite(Map<String, String> properties) {
    properties.put("busy_timeout", "10000");
    properties.put("synchronous", "FULL");
    properties.put("transaction_mode", "IMMEDIATE");
    // Else the driver asks for the last row's number after every statement.
    properties.put("jdbc.get_generated_keys", "false");
  }
}
