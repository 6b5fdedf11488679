package dev.taskmeta.internal.doctor;

import dev.taskmeta.Settings;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.spi.ResultStore;
import java.sql.Connection;
import java.time.Clock;

/**
 * What a check works on.
 *
 * @param target the schema, whose data source may be asked for one more connection
 * @param connection a connection in autocommit mode
 * @param store the store of the schema, on connections of the same data source
 * @param settings what the application is configured to do
 * @param clock this process's clock
 */
record Examination(
    SchemaTarget target, Connection connection, ResultStore store, Settings settings, Clock clock) {

  Engine engine() {
    return target.engine();
  }

  SqlNames names() {
    return target.sqlNames();
  }

  Queries queries() {
    return new Queries(connection);
  }

  /** Returns a table as SQL refers to it. */
  String table(String name) {
    return names().qualified(name);
  }
}
