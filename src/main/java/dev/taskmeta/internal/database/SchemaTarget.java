package dev.taskmeta.internal.database;

import dev.taskmeta.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The schema in question: where it is and what it is called.
 *
 * @param dataSource where the connections come from
 * @param engine the engine behind it
 * @param names the tables and the schema
 * @param maskedUrl what people call the database, without its password
 */
public record SchemaTarget(
    DataSource dataSource, Engine engine, TableNames names, String maskedUrl) {

  /**
   * Returns how the tables are referred to.
   *
   * @throws dev.taskmeta.ConfigurationException if the names do not fit the engine
   */
  public SqlNames sqlNames() {
    return new SqlNames(engine, names);
  }

  /** Something to do on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does something on a connection of its own, every statement in its own transaction: a question
   * for a table that is not there would spoil a longer one.
   */
  public <T> T ask(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      if (autoCommit) {
        return work.on(connection);
      }
      connection.setAutoCommit(true);
      try {
        return work.on(connection);
      } finally {
        connection.setAutoCommit(false);
      }
    }
  }

  /** Returns the target's name alone: a data source may print its password. */
  @Override
  public String toString() {
    return "SchemaTarget[" + maskedUrl + "]";
  }
}
