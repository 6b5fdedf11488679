package dev.taskmeta.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a script outside of a transaction, as PostgreSQL wants it for what it does beside those who
 * write, such as {@code create index concurrently}. Flyway does not: the transaction in which it
 * holds its lock is waited for by the very statement.
 *
 * <p>Nothing is undone when such a script is interrupted, so every one begins by removing what an
 * earlier run of it may have left.
 */
final class LiveRun {

  private static final Logger LOGGER = LoggerFactory.getLogger(LiveRun.class);

  private LiveRun() {}

  /**
   * Runs a script and notes it in the history, on two connections at once; nothing if another
   * process has done so.
   *
   * @return the script if this call ran it
   * @throws SQLException if a statement fails
   */
  static List<MigrationScript> run(SchemaTarget target, MigrationScript script)
      throws SQLException {
    return LiveLock.around(target, () -> runLocked(target, script));
  }

  private static List<MigrationScript> runLocked(SchemaTarget target, MigrationScript script)
      throws SQLException {
    SqlNames names = target.sqlNames();
    return target.ask(
        connection -> {
          SchemaHistory history = SchemaHistory.read(connection, target.engine(), names);
          if (!history.found() || history.done().contains(script.version())) {
            return List.<MigrationScript>of();
          }
          LOGGER.info(
              "Running {} on {} beside those who write: it ends after all transactions that are"
                  + " open now, and may be interrupted and run again",
              script,
              target.maskedUrl());
          run(connection, script, target.engine(), names);
          execute(
              connection,
              new HistoryTable(target.engine(), names).row(history.newestRank() + 1, script));
          return List.of(script);
        });
  }

  private static void run(
      Connection connection, MigrationScript script, Engine engine, SqlNames names)
      throws SQLException {
    Map<String, String> placeholders = names.placeholders(names.schema(), true);
    for (String statement : MigrationScript.statements(script.sql(engine, placeholders))) {
      execute(connection, statement);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
