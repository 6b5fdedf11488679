package dev.taskmeta.internal.store;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.TaskmetaException;
import dev.taskmeta.internal.database.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Where statements run: each piece of work on a connection of its own, or all in the caller's
 * transaction. The only place that sees a database's error on its way out.
 */
final class Transactions {

  /** A piece of work on a connection. */
  interface Work<T> {
    T run(Connection connection, DSLContext sql) throws SQLException;
  }

  /** A piece of work that does without jOOQ: what is run for every store and every get. */
  interface PlainWork<T> {
    T run(Connection connection) throws SQLException;
  }

  private final @Nullable ConnectionSource source;
  private final @Nullable Connection joined;
  private final @Nullable Connection kept;
  private final ErrorTranslator errors;
  private final DSLContext template;

  private Transactions(
      @Nullable ConnectionSource source,
      @Nullable Connection joined,
      @Nullable Connection kept,
      ErrorTranslator errors,
      DSLContext template) {
    this.source = source;
    this.joined = joined;
    this.kept = kept;
    this.errors = errors;
    this.template = template;
  }

  /** Work on connections of a data source. */
  static Transactions of(ConnectionSource source, DSLContext template, ErrorTranslator errors) {
    return new Transactions(source, null, null, errors, template);
  }

  /** Work in the caller's transaction, which is his to commit. */
  Transactions joining(Connection connection) {
    return new Transactions(null, connection, null, errors, template);
  }

  /** Work on a connection that is kept for one thread, who closes it. */
  Transactions keeping(Connection connection) {
    return new Transactions(null, null, connection, errors, template);
  }

  /** Renders statements; has no connection. */
  DSLContext template() {
    return template;
  }

  /** Runs one statement, committed when this returns. */
  <T> T statement(String what, @Nullable String taskId, Work<T> work) {
    return statement(what, taskId, connection -> work.run(connection, on(connection)));
  }

  /** Runs one plain statement, committed when this returns. */
  <T> T statement(String what, @Nullable String taskId, PlainWork<T> work) {
    return run(what, taskId, false, work);
  }

  /** Runs several statements, committed together when this returns. */
  <T> T transaction(String what, @Nullable String taskId, Work<T> work) {
    return run(what, taskId, true, connection -> work.run(connection, on(connection)));
  }

  /**
   * Runs several statements, committed together when this returns; if they fail, none of them has
   * been, also not in the caller's transaction, which goes on.
   */
  <T> T allOrNothing(String what, @Nullable String taskId, Work<T> work) {
    return transaction(
        what,
        taskId,
        joined == null
            ? work
            : (connection, sql) -> {
              Savepoint before = connection.setSavepoint();
              try {
                T value = work.run(connection, sql);
                connection.releaseSavepoint(before);
                return value;
              } catch (TaskmetaException e) {
                connection.rollback(before);
                throw e;
              }
            });
  }

  private <T> T run(String what, @Nullable String taskId, boolean together, PlainWork<T> work) {
    try {
      if (joined != null) {
        return join(joined, work);
      }
      if (kept != null) {
        return run(kept, together, work);
      }
      return run(Objects.requireNonNull(source), what, taskId, together, work);
    } catch (SQLException e) {
      throw errors.translate(what, taskId, e);
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      throw cause == null
          ? errors.unexpected(what, taskId, e)
          : errors.translate(what, taskId, cause);
    }
  }

  private <T> T run(
      ConnectionSource source,
      String what,
      @Nullable String taskId,
      boolean together,
      PlainWork<T> work)
      throws SQLException {
    try (Connection connection = connect(source, what, taskId)) {
      try {
        return run(connection, together, work);
      } catch (SQLException | DataAccessException e) {
        if (connection.isClosed()) {
          source.connectionLost();
        }
        throw e;
      }
    }
  }

  private Connection connect(ConnectionSource source, String what, @Nullable String taskId) {
    try {
      return source.dataSource().getConnection();
    } catch (SQLException e) {
      throw errors.noConnection(what, taskId, e);
    }
  }

  private <T> T join(Connection connection, PlainWork<T> work) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new ConfigurationException(
          "the connection to join commits every statement by itself; call setAutoCommit(false) on"
              + " it, or use the backend itself");
    }
    return work.run(connection);
  }

  private <T> T run(Connection connection, boolean together, PlainWork<T> work)
      throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    if (autoCommit && !together) {
      return work.run(connection);
    }
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    try {
      T value = work.run(connection);
      connection.commit();
      return value;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(connection, e);
      throw e;
    } finally {
      if (autoCommit) {
        restore(connection);
      }
    }
  }

  private static void rollback(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      if (!(reason instanceof TaskmetaException)) {
        reason.addSuppressed(e);
      }
    }
  }

  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The connection is broken; the pool finds out by itself.
    }
  }

  private DSLContext on(Connection connection) {
    Settings settings = template.settings();
    return DSL.using(connection, template.dialect(), settings);
  }
}
