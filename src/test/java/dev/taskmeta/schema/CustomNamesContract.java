package dev.taskmeta.schema;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.SchemaException;
import dev.taskmeta.TableNames;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables under other names and in another schema, on every engine. */
abstract class CustomNamesContract implements DatabaseTest {

  private static final String LONGEST = "a2345678901234567890123456789012345678901234567890";

  @Test
  void tablesUnderOtherNamesAreMigratedAndUsed(TestSchema schema) throws SQLException {
    migratesAndUses(schema, named(null));
    assertThatThrownBy(() -> Sql.rows(schema, "select * from task_meta"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void anotherSchemaIsCreatedMigratedAndUsed(TestSchema schema) throws SQLException {
    Engine engine = Targets.engine(schema);
    if (!engine.hasSchemas()) {
      assertThatThrownBy(() -> new DatabaseSchema(Targets.of(schema, named("other"))).migrate())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(engine.product() + " has no schemas");
      return;
    }
    try (TestSchema other = freeName(schema)) {
      String name = other == null ? "Results-1" : other.name();
      migratesAndUses(schema, named(name));
      assertThatThrownBy(() -> new DatabaseSchema(Targets.of(schema)).validate())
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("has no Taskmeta tables");
    }
  }

  @Test
  void twoInstallationsLiveInOneDatabase(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    migratesAndUses(schema, named(null));
    new DatabaseSchema(Targets.of(schema)).validate();
  }

  @Test
  void oneHistoryForTwoInstallationsIsRefused(TestSchema schema) throws SQLException {
    new DatabaseSchema(Targets.of(schema)).migrate();
    TableNames sameHistory =
        new TableNames(null, "a", "b", "c", "d", TableNames.DEFAULT.history(), "e_", "f_");

    assertThatThrownBy(() -> new DatabaseSchema(Targets.of(schema, sameHistory)).validate())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("lacks the tables a, b, c, d, ")
        .hasMessageContaining("another installation");
  }

  /**
   * Where a schema is a database, its owner must be known beforehand: the name of a database that
   * was dropped again will do.
   */
  private @Nullable TestSchema freeName(TestSchema schema) throws SQLException {
    if (Targets.engine(schema) == Engine.POSTGRESQL) {
      return null;
    }
    TestSchema other = database().newSchema();
    schema.execute("drop database " + other.name());
    return other;
  }

  private static TableNames named(@Nullable String schema) {
    return new TableNames(
        schema, LONGEST, "order", "select_", "lease", "history_2", "views_2_", "others_2_");
  }

  private static void migratesAndUses(TestSchema schema, TableNames names) throws SQLException {
    SchemaTarget target = Targets.of(schema, names);
    DatabaseSchema database = new DatabaseSchema(target);
    assertThat(database.plan()).contains(LONGEST);
    assertThat(database.migrate()).isEqualTo(OlderSchema.after(0));
    assertThat(database.migrate()).isEmpty();
    database.validate();
    try (Connection connection = schema.connect()) {
      SqlNames sqlNames = new SqlNames(target.engine(), names);
      DSLContext sql = DSL.using(connection, target.engine().dialect(), sqlNames.jooqSettings());
      sql.insertInto(TASK_META)
          .set(TASK_META.TASK_ID, "one")
          .set(TASK_META.CREATED_AT, Instant.EPOCH)
          .set(TASK_META.UPDATED_AT, Instant.EPOCH)
          .set(TASK_META.STATE, "PENDING")
          .set(TASK_META.STORE_TOKEN, 1L)
          .execute();
      assertThat(sql.fetchCount(TASK_META, TASK_META.TASK_ID.eq("one"))).isEqualTo(1);
      assertThat(
              Sql.rows(connection, "select task_id from " + sqlNames.qualified(names.taskMeta())))
          .containsExactly("one");
    }
  }
}
