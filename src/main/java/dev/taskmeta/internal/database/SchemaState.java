package dev.taskmeta.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What is there of our schema.
 *
 * @param history what has been done
 * @param tables those of our tables that are there
 */
record SchemaState(SchemaHistory history, List<String> tables) {

  SchemaState {
    tables = List.copyOf(tables);
  }

  /** Looks, and changes nothing. */
  static SchemaState read(Connection connection, Engine engine, SqlNames names)
      throws SQLException {
    SchemaHistory history = SchemaHistory.read(connection, engine, names);
    List<String> tables = new ArrayList<>();
    for (String table : names.tables()) {
      if (isThere(connection, engine, names.qualified(table))) {
        tables.add(table);
      }
    }
    // The history comes before the tables: found the other way round, somebody is migrating now.
    if (!history.found() && !tables.isEmpty()) {
      history = SchemaHistory.read(connection, engine, names);
    }
    return new SchemaState(history, tables);
  }

  private static boolean isThere(Connection connection, Engine engine, String table)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("select 1 from " + table + " where 1 = 0").close();
      return true;
    } catch (SQLException e) {
      if (engine.isMissingTable(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Tells whether tables of our names are there that no history accounts for. */
  boolean isForeign() {
    return !history.found() && !tables.isEmpty();
  }

  /** Returns the tables that the history says are there and are not. */
  List<String> lost(SqlNames names, List<MigrationScript> scripts) {
    return history.found() && history.pending(scripts).isEmpty()
        ? names.tables().stream().filter(table -> !tables.contains(table)).toList()
        : List.of();
  }
}
