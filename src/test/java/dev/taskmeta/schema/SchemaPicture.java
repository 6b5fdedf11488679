package dev.taskmeta.schema;

import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a database says of our tables and views.
 *
 * @param columns by table: each column's place, name, type, size and whether it may be null
 * @param primaryKeys by table: the key's columns
 * @param indexes by table: each index with its columns in order
 */
record SchemaPicture(
    TreeMap<String, List<String>> columns,
    TreeMap<String, List<String>> primaryKeys,
    TreeMap<String, Set<String>> indexes) {

  static final List<String> TABLES =
      List.of(
          "task_meta",
          "group_meta",
          "group_member",
          "maintenance_lease",
          "retention_policy",
          "retention_applied",
          "task_hold",
          "cleanup_run",
          "cleanup_run_policy",
          "task_archive",
          "task_archive_held",
          "task_daily",
          "task_daily_runtime",
          "taskmeta_schema_history",
          "v_task",
          "v_task_failures",
          "v_task_running",
          "v_group_progress");

  static SchemaPicture of(TestSchema schema) throws SQLException {
    try (Connection connection = schema.connect()) {
      SchemaPicture picture = new SchemaPicture(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
      for (String table : TABLES) {
        picture.add(connection, table);
      }
      return picture;
    }
  }

  private void add(Connection connection, String table) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    String catalog = connection.getCatalog();
    TreeMap<Integer, String> byPlace = new TreeMap<>();
    try (ResultSet column = metaData.getColumns(catalog, null, table, null)) {
      while (column.next()) {
        byPlace.put(
            column.getInt("ORDINAL_POSITION"),
            "%s %s(%d) %s"
                .formatted(
                    column.getString("COLUMN_NAME"),
                    column.getString("TYPE_NAME").toLowerCase(java.util.Locale.ROOT),
                    column.getLong("COLUMN_SIZE"),
                    column.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls
                        ? "not null"
                        : "null"));
      }
    }
    columns.put(table, List.copyOf(byPlace.values()));
    byPlace.clear();
    try (ResultSet key = metaData.getPrimaryKeys(catalog, null, table)) {
      while (key.next()) {
        byPlace.put(key.getInt("KEY_SEQ"), key.getString("COLUMN_NAME"));
      }
    }
    primaryKeys.put(table, List.copyOf(byPlace.values()));
    indexes.put(table, indexes(metaData, catalog, table));
  }

  private static Set<String> indexes(DatabaseMetaData metaData, String catalog, String table)
      throws SQLException {
    TreeMap<String, TreeMap<Integer, String>> columns = new TreeMap<>();
    try (ResultSet index = metaData.getIndexInfo(catalog, null, table, false, true)) {
      while (index.next()) {
        if (index.getString("INDEX_NAME") != null) {
          columns
              .computeIfAbsent(index.getString("INDEX_NAME"), name -> new TreeMap<>())
              .put(index.getInt("ORDINAL_POSITION"), index.getString("COLUMN_NAME"));
        }
      }
    }
    Set<String> indexes = new TreeSet<>();
    columns.forEach((name, places) -> indexes.add(name + " " + places.values()));
    return indexes;
  }
}
