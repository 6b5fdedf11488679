package dev.taskmeta.internal.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the history table says has been done.
 *
 * @param found true if there is such a table
 * @param done the versions that were applied
 * @param failed the scripts that were left half applied
 * @param newestRank the rank of its newest row, 0 if it has none
 */
record SchemaHistory(boolean found, Set<Integer> done, List<String> failed, int newestRank) {

  SchemaHistory {
    done = Set.copyOf(done);
    failed = List.copyOf(failed);
  }

  /** Reads it; a table that is not there reads as not found. */
  static SchemaHistory read(Connection connection, Engine engine, SqlNames names)
      throws SQLException {
    Set<Integer> done = new TreeSet<>();
    List<String> failed = new ArrayList<>();
    int newestRank = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query(engine, names))) {
      while (row.next()) {
        newestRank = Math.max(newestRank, row.getInt(1));
        Integer version = version(row.getString(2));
        if (!row.getBoolean(4)) {
          failed.add(row.getString(3));
        } else if (version != null) {
          done.add(version);
        }
      }
    } catch (SQLException e) {
      if (engine.isMissingTable(e)) {
        return new SchemaHistory(false, Set.of(), List.of(), 0);
      }
      throw e;
    }
    return new SchemaHistory(true, done, failed, newestRank);
  }

  /** Removes the marks of scripts that failed; returns how many there were. */
  static int forgetFailed(Connection connection, SqlNames names) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          "delete from " + names.qualified(names.history()) + " where success = 0");
    }
  }

  /** The column names are quoted as Flyway made them. */
  private static String query(Engine engine, SqlNames names) {
    return "select %s, %s, %s, %s from %s order by 1"
        .formatted(
            engine.quoted("installed_rank"),
            engine.quoted("version"),
            engine.quoted("script"),
            engine.quoted("success"),
            names.qualified(names.history()));
  }

  /** Ours are whole numbers; the row of a schema made by Flyway has none. */
  private static @Nullable Integer version(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
  }

  /** Returns the scripts that are still to be applied, in order. */
  List<MigrationScript> pending(List<MigrationScript> scripts) {
    return scripts.stream().filter(script -> !done.contains(script.version())).toList();
  }

  /** Returns the newest version that was applied, 0 if none was. */
  int newestVersion() {
    return done.stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
