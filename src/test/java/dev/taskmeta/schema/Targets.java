package dev.taskmeta.schema;

import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.Server;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The schemas of test databases as the code under test sees them. */
final class Targets {

  /** What the messages call every test database. */
  static final String MASKED_URL = "db+test://app:***@host/db";

  private Targets() {}

  static SchemaTarget of(TestSchema schema) throws SQLException {
    return of(schema, TableNames.DEFAULT);
  }

  static SchemaTarget of(TestSchema schema, TableNames names) throws SQLException {
    return of(schema, schema.dataSource(), names);
  }

  static SchemaTarget of(TestSchema schema, DataSource dataSource, TableNames names)
      throws SQLException {
    return new SchemaTarget(dataSource, engine(schema), names, MASKED_URL);
  }

  static Engine engine(TestSchema schema) throws SQLException {
    try (Connection connection = schema.connect()) {
      return Server.ask(connection).engine();
    }
  }

  /** Returns names of one form for all tables, such as {@code zz_%s_zz}. */
  static TableNames named(String form) {
    TableNames names = TableNames.DEFAULT;
    return new TableNames(
        null,
        form.formatted(names.taskMeta()),
        form.formatted(names.groupMeta()),
        form.formatted(names.groupMember()),
        form.formatted(names.maintenanceLease()),
        form.formatted(names.history()),
        form.formatted(names.views()),
        form.formatted(names.others()));
  }

  /** Returns the default tables and views in another schema. */
  static TableNames inSchema(String schema) {
    TableNames names = TableNames.DEFAULT;
    return new TableNames(
        schema,
        names.taskMeta(),
        names.groupMeta(),
        names.groupMember(),
        names.maintenanceLease(),
        names.history(),
        names.views(),
        names.others());
  }
}
