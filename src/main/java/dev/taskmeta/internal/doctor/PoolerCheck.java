package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/** Finds out whether a pooler hands the sessions of PostgreSQL from one transaction to the next. */
final class PoolerCheck implements Check {

  static final String NAME = "pooler";

  private static final String SESSION = "select pg_catalog.pg_backend_pid()";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    // Only where there is NOTIFY do sessions matter.
    if (!examination.engine().notifies() || !sharesSessions(examination)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    String behind = "the database is reached through a pooler in transaction mode";
    if (examination.settings().notifyOthers()) {
      findings.add(
          Finding.warning(
              NAME,
              "notify",
              behind
                  + ", where nobody hears a NOTIFY: waiting for results takes a poll all the"
                  + " same, and one connection listens in vain",
              "-- set notify=false (TASKMETA_NOTIFY=false)"));
    }
    if (prepares(examination.connection())) {
      findings.add(
          Finding.warning(
              NAME,
              "prepare_threshold",
              behind
                  + ", and the driver prepares statements by name: before PgBouncer 1.21, or with"
                  + " its max_prepared_statements = 0, they fail in the next transaction",
              "-- add ?prepare_threshold=0 to the URL, or set max_prepared_statements of PgBouncer"));
    }
    return findings;
  }

  /** Two connections are never in one session, but for such a pooler. */
  private static boolean sharesSessions(Examination examination) throws SQLException {
    Queries first = examination.queries();
    try (Connection connection = examination.target().dataSource().getConnection()) {
      Queries second = new Queries(connection);
      Optional<String> before = first.first(SESSION);
      boolean autoCommit = connection.getAutoCommit();
      if (!autoCommit) {
        connection.setAutoCommit(true);
      }
      Optional<String> other = second.first(SESSION);
      Optional<String> after = first.first(SESSION);
      if (!autoCommit) {
        connection.setAutoCommit(false);
      }
      return before.equals(other) || !before.equals(after) || other.equals(after);
    }
  }

  private static boolean prepares(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class)
        && connection.unwrap(PGConnection.class).getPrepareThreshold() != 0;
  }
}
