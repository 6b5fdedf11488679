package dev.taskmeta.internal.database;

import dev.taskmeta.SchemaException;
import java.sql.SQLException;
import java.util.List;

/**
 * Checks that the schema is there and not older than this version of the code needs. It only reads,
 * and needs no more than the right to read the tables and their history. Thread-safe.
 */
public final class SchemaCheck {

  private final SchemaTarget target;
  private final SqlNames names;
  private final List<MigrationScript> scripts;
  private final SchemaProblem problem;

  /**
   * Makes a check of a schema.
   *
   * @throws dev.taskmeta.ConfigurationException if the names do not fit the engine
   */
  public SchemaCheck(SchemaTarget target) {
    this(target, MigrationScript.ALL);
  }

  SchemaCheck(SchemaTarget target, List<MigrationScript> scripts) {
    this.target = target;
    this.names = target.sqlNames();
    this.scripts = scripts;
    this.problem = new SchemaProblem(target);
  }

  /**
   * Returns if the schema is there and complete; a newer one than this version knows will do.
   *
   * @throws SchemaException if it is missing, old, half migrated or not ours
   * @throws SQLException if the database cannot be asked
   */
  public void validate() throws SQLException {
    SchemaState state = state();
    refuse(state);
    SchemaHistory history = state.history();
    if (!history.found()) {
      throw problem.missing();
    }
    if (!history.pending(scripts).isEmpty()) {
      throw problem.old(history.newestVersion(), MigrationScript.newest(scripts));
    }
  }

  /** Tells whether there is nothing to migrate; asks for no more than the history. */
  public boolean isUpToDate() throws SQLException {
    SchemaHistory history =
        target.ask(connection -> SchemaHistory.read(connection, target.engine(), names));
    return history.found() && history.failed().isEmpty() && history.pending(scripts).isEmpty();
  }

  /** Tells whether a newer version of Taskmeta has migrated it. */
  public boolean isNewer() throws SQLException {
    return target
            .ask(connection -> SchemaHistory.read(connection, target.engine(), names))
            .newestVersion()
        > MigrationScript.newest(scripts);
  }

  /**
   * Returns the tables and views that the history says are there and are not.
   *
   * @throws SchemaException if this user may read none of them
   */
  public List<String> lost() throws SQLException {
    return state().lost(names, scripts);
  }

  /** Looks at the schema. */
  SchemaState state() throws SQLException {
    try {
      return target.ask(connection -> SchemaState.read(connection, target.engine(), names));
    } catch (SQLException e) {
      if (target.engine().isDenied(e)) {
        throw problem.denied(e);
      }
      throw e;
    }
  }

  /** Refuses what no migration mends. */
  void refuse(SchemaState state) {
    if (state.isForeign()) {
      throw problem.notOurs(state.tables());
    }
    if (!state.history().failed().isEmpty()) {
      throw problem.half(state.history().failed(), "", null);
    }
    List<String> lost = state.lost(names, scripts);
    if (!lost.isEmpty()) {
      throw problem.lost(lost);
    }
  }
}
