package dev.taskmeta.internal.database;

import dev.taskmeta.SchemaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets one process at a time run a script beside those who write, on PostgreSQL.
 *
 * <p>{@code create index concurrently} waits for every transaction that has a snapshot, and so for
 * one that waits for a lock in a statement, or tries again and again in one transaction: each would
 * wait for the other for ever. So a try is a transaction of its own, and the one that succeeds goes
 * on without a snapshot. It is the transaction that holds the lock, not the session, which a pooler
 * may give to somebody else.
 */
final class LiveLock {

  /** What is done under the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  private LiveLock() {}

  /** Runs the work as soon as no other process does such work on this schema. */
  static <T> T around(SchemaTarget target, Work<T> work) throws SQLException {
    while (true) {
      Optional<T> done = attempt(target, work);
      if (done.isPresent()) {
        return done.get();
      }
      pause();
    }
  }

  private static <T> Optional<T> attempt(SchemaTarget target, Work<T> work) throws SQLException {
    try (Connection connection = target.dataSource().getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        return isTaken(connection, target) ? Optional.of(work.run()) : Optional.empty();
      } finally {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  private static boolean isTaken(Connection connection, SchemaTarget target) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Stricter levels keep their snapshot until the end.
      statement.execute("set transaction isolation level read committed");
      // However long the work takes; not every version has both.
      statement.execute(
          "select set_config(name, '0', true) from pg_catalog.pg_settings"
              + " where name in ('idle_in_transaction_session_timeout', 'transaction_timeout')");
    }
    boolean taken = take(connection, target);
    try (Statement statement = connection.createStatement()) {
      // The snapshot of a query that was read to its end goes when the next statement comes.
      statement.execute("set local application_name = 'taskmeta migrate'");
    }
    return taken;
  }

  private static boolean take(Connection connection, SchemaTarget target) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended("
                + "'taskmeta migrate ' || coalesce(?, current_schema()::text) || '.' || ?, 0))")) {
      statement.setString(1, target.names().schema());
      statement.setString(2, target.names().history());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(20, 200));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaException("Interrupted while waiting for another migration", e);
    }
  }
}
