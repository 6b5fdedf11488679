package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.SchemaException;
import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A user who may read and write rows, and nothing else. SQLite has no users. */
abstract class RestrictedUserContract implements DatabaseTest {

  @Test
  void theSchemaIsCheckedWithoutDdlRights(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    DatabaseSchema restricted = restricted(schema);

    assertThatCode(restricted::validate).doesNotThrowAnyException();
    assertThat(restricted.migrate()).isEmpty();
    assertThat(restricted.plan()).contains("nothing to run");
  }

  @Test
  void viewsThatMayNotBeReadAreNotMissed(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    DatabaseSchema restricted = restricted(schema);
    if (schema.engine() == TestEngine.POSTGRESQL) {
      schema.execute("revoke all on v_task from test_restricted");
      assertThatThrownBy(
              () -> Sql.rows(schema.restrictedDataSource().getConnection(), "table v_task"))
          .hasMessageContaining("permission denied");
    }

    assertThatCode(restricted::validate).doesNotThrowAnyException();
  }

  @Test
  void anOldSchemaIsReportedWithoutDdlRights(TestSchema schema) throws SQLException {
    Sql.script(schema, OlderSchema.plan(Targets.of(schema), 3));
    DatabaseSchema restricted = restricted(schema);

    assertThatThrownBy(restricted::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(
            "has version 3, this version of Taskmeta needs " + OlderSchema.newest());
    assertThatThrownBy(restricted::migrate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("could not be migrated")
        .hasMessageContaining("denied")
        .hasMessageContaining("migrate --plan");
    assertThat(restricted.plan()).contains("Taskmeta: V4 to V" + OlderSchema.newest() + " for");
  }

  @Test
  void aMissingSchemaIsReportedWithoutDdlRights(TestSchema schema) throws SQLException {
    DatabaseSchema restricted = restricted(schema);

    assertThatThrownBy(restricted::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("has no Taskmeta tables");
  }

  static DatabaseSchema restricted(TestSchema schema) throws SQLException {
    assertThat(schema.restrictedUrl()).isNotEmpty();
    return new DatabaseSchema(
        Targets.of(schema, schema.restrictedDataSource(), TableNames.DEFAULT));
  }
}
