package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.SchemaException;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A script that failed halfway, where the engine does not undo what it did. */
abstract class HalfMigrationContract implements DatabaseTest {

  @Test
  void aHalfAppliedScriptIsReportedWithTheWayOut(TestSchema schema) throws SQLException {
    Sql.script(schema, OlderSchema.plan(Targets.of(schema), 3));
    // V4 as it stands when its second statement fails.
    schema.execute("create table maintenance_lease (lease_name varchar(50) primary key)");
    schema.execute(
        "insert into taskmeta_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success) values (4, '4',"
            + " 'create maintenance lease', 'SQL', 'V4__create_maintenance_lease.sql', 1, 'x', 0,"
            + " false)");
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    String remedy = "delete from `taskmeta_schema_history` where success = 0";

    for (Runnable action : new Runnable[] {database::validate, database::migrate, database::plan}) {
      assertThatThrownBy(action::run)
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("half migrated: V4__create_maintenance_lease.sql failed")
          .hasMessageContaining(remedy)
          .hasMessageContaining("taskmeta --backend '" + Targets.MASKED_URL + "' migrate");
    }
    schema.execute("drop table maintenance_lease");
    schema.execute(remedy);
    assertThat(database.migrate()).isEqualTo(OlderSchema.after(3));
    database.validate();
  }
}
