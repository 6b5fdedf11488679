package dev.taskmeta.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the custom schema that the tables go into. */
final class SchemaCreation {

  private SchemaCreation() {}

  /** Creates the schema if one is set and not there; many processes may do so at once. */
  static void createIfMissing(SchemaTarget target) throws SQLException {
    String schema = target.names().schema();
    if (schema == null) {
      return;
    }
    target.ask(
        connection -> {
          // Looked up first: to create one "if not exists" needs the right to create, even if it
          // exists.
          if (!exists(connection, schema)) {
            create(connection, schema, statement(target.engine(), schema));
          }
          return true;
        });
  }

  /** Returns the statement that creates a schema. */
  static String statement(Engine engine, String schema) {
    return "create schema if not exists "
        + engine.quoted(schema)
        + (engine == Engine.POSTGRESQL ? "" : " character set utf8mb4");
  }

  /** Tells whether there is such a schema. */
  static boolean exists(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1 from information_schema.schemata where schema_name = ?")) {
      statement.setString(1, schema);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private static void create(Connection connection, String schema, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      // PostgreSQL's "if not exists" still fails if two do it in the same moment.
      if (!exists(connection, schema)) {
        throw e;
      }
    }
  }
}
