package dev.taskmeta.schema;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.Server;
import dev.taskmeta.internal.doctor.Doctor;
import dev.taskmeta.internal.store.SqlProvider;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
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

  /** Returns a doctor who looks through connections of a data source. */
  static Doctor doctor(
      TestSchema schema, DataSource dataSource, TableNames names, Settings settings, Clock clock)
      throws SQLException {
    Settings named =
        settings.toBuilder()
            .set(Setting.SCHEMA_MODE, "off")
            .set(
                Setting.DATABASE_TABLE_NAMES,
                "task=%s,group=%s,group_member=%s,lease=%s,history=%s,views=%s,others=%s"
                    .formatted(
                        names.taskMeta(),
                        names.groupMeta(),
                        names.groupMember(),
                        names.maintenanceLease(),
                        names.history(),
                        names.views(),
                        names.others()))
            .build();
    return new Doctor(
        of(schema, dataSource, names),
        new SqlProvider().open(new StoreContext(null, dataSource, named)),
        settings,
        clock);
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
