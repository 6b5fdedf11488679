package dev.taskmeta.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is there of our schema.
 *
 * @param history what has been done
 * @param tables those of our tables and views that are there
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
    for (String view : names.views()) {
      if (isThereOrDenied(connection, engine, names.qualified(view))) {
        tables.add(view);
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

  /** Views are for reports: an application that may not read them can still do its work. */
  private static boolean isThereOrDenied(Connection connection, Engine engine, String view)
      throws SQLException {
    try {
      return isThere(connection, engine, view);
    } catch (SQLException e) {
      if (engine.isDenied(e)) {
        return true;
      }
      throw e;
    }
  }

  /** Tells whether tables of our names are there that no history accounts for. */
  boolean isForeign() {
    return !history.found() && !tables.isEmpty();
  }

  /** Returns the tables and views that the history says are there and are not. */
  List<String> lost(SqlNames names, List<MigrationScript> scripts) {
    return history.found() && history.pending(scripts).isEmpty()
        ? Stream.concat(names.tables().stream(), names.views().stream())
            .filter(table -> !tables.contains(table))
            .toList()
        : List.of();
  }
}
