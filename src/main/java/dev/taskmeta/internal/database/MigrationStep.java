package dev.taskmeta.internal.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts that are run in one way.
 *
 * @param scripts pending ones, in order
 * @param live true for one script that runs outside of a transaction, beside those who write; false
 *     for scripts that Flyway runs, each in a transaction where the engine has them for DDL
 */
record MigrationStep(List<MigrationScript> scripts, boolean live) {

  MigrationStep {
    scripts = List.copyOf(scripts);
  }

  /**
   * Returns the steps that lead from what has been done to the end, in order. Where no task is
   * stored yet, nobody is kept waiting: there all scripts run alike, and no transaction of others
   * is waited for. So processes that make a schema at the same time also do it in the same way.
   *
   * @throws SQLException if the database cannot be asked
   */
  static List<MigrationStep> of(
      SchemaTarget target, SchemaHistory history, List<MigrationScript> scripts)
      throws SQLException {
    Engine engine = target.engine();
    List<MigrationScript> pending = history.pending(scripts);
    boolean live =
        pending.stream().anyMatch(script -> script.isLive(engine))
            && target.ask(connection -> hasTasks(connection, engine, target.sqlNames()));
    List<MigrationStep> steps = new ArrayList<>();
    List<MigrationScript> together = new ArrayList<>();
    for (MigrationScript script : pending) {
      if (live && script.isLive(engine)) {
        add(steps, together);
        steps.add(new MigrationStep(List.of(script), true));
      } else {
        together.add(script);
      }
    }
    add(steps, together);
    return steps;
  }

  private static boolean hasTasks(Connection connection, Engine engine, SqlNames names)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select 1 from " + names.taskTable() + " limit 1")) {
      return row.next();
    } catch (SQLException e) {
      if (engine.isMissingTable(e)) {
        return false;
      }
      throw e;
    }
  }

  private static void add(List<MigrationStep> steps, List<MigrationScript> together) {
    if (!together.isEmpty()) {
      steps.add(new MigrationStep(together, false));
      together.clear();
    }
  }
}
