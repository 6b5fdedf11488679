package dev.taskmeta.internal.store;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a database when it is opened.
 *
 * @param engine which engine it is, by its own account
 * @param packetBytes the largest statement it takes
 * @param schema the schema in which it looks for tables, or null where it has none
 */
record Database(Engine engine, long packetBytes, @Nullable String schema) {

  static Database ask(ConnectionSource source) {
    try (Connection connection = source.dataSource().getConnection()) {
      Engine engine = Server.ask(connection).engine();
      return new Database(engine, packetBytes(connection, engine), schema(connection, engine));
    } catch (SQLException e) {
      throw source
          .unavailable(e)
          .orElseGet(
              () ->
                  new BackendUnavailableException(
                      "%s cannot be asked: %s".formatted(source.place(), e.getMessage()), true, e));
    }
  }

  private static long packetBytes(Connection connection, Engine engine) throws SQLException {
    if (!engine.limitsPackets()) {
      return Long.MAX_VALUE;
    }
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("select @@max_allowed_packet")) {
      answer.next();
      return answer.getLong(1);
    }
  }

  private static @Nullable String schema(Connection connection, Engine engine) throws SQLException {
    return engine.notifies() ? connection.getSchema() : null;
  }
}
