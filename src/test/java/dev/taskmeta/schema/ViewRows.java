package dev.taskmeta.schema;

import dev.taskmeta.testing.TestSchema;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a view says, in the same types on every engine. */
final class ViewRows {

  private static final Set<String> BOOLEANS =
      Set.of("ready", "lost", "complete", "over_usual_p99", "enabled");

  private ViewRows() {}

  static Map<String, Map<String, Object>> byKey(TestSchema schema, String query, String key)
      throws SQLException {
    Map<String, Map<String, Object>> byKey = new TreeMap<>();
    of(schema, query).forEach(row -> byKey.put((String) row.get(key), row));
    return byKey;
  }

  static List<Map<String, Object>> of(TestSchema schema, String query) throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        Map<String, Object> row = new HashMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
          String name = columns.getColumnLabel(column);
          row.put(name, value(schema, result, column, name, columns.getColumnType(column)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Times as Instant, seconds with six places, truth as boolean, whatever the engine has. */
  private static Object value(
      TestSchema schema, ResultSet result, int column, String name, int type) throws SQLException {
    if (result.getObject(column) == null) {
      return null;
    }
    if (name.endsWith("_at")
        || name.endsWith("_seen")
        || Set.of("eta", "alive_until").contains(name)) {
      return switch (schema.engine()) {
        case POSTGRESQL -> result.getObject(column, OffsetDateTime.class).toInstant();
        case SQLITE -> Instant.parse(result.getString(column));
        default -> result.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
      };
    }
    if (name.equals("keep_seconds")) {
      return result.getLong(column);
    }
    if (name.endsWith("_seconds") || name.equals("failure_share")) {
      return result.getBigDecimal(column).setScale(6, RoundingMode.HALF_UP);
    }
    if (BOOLEANS.contains(name)) {
      return result.getBoolean(column);
    }
    return type == Types.DATE ? result.getString(column) : result.getObject(column);
  }

  /** A time of whole seconds as the engine writes it. */
  static String literal(TestSchema schema, Instant time) {
    String text = time.truncatedTo(ChronoUnit.SECONDS).toString();
    return switch (schema.engine()) {
      case POSTGRESQL -> "timestamptz '" + text + "'";
      case SQLITE -> "'" + text.replace("Z", ".000000Z") + "'";
      default -> "timestamp '" + text.replace('T', ' ').replace("Z", "") + "'";
    };
  }
}
