package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.SchemaException;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What migrating and checking do, on every engine. */
abstract class MigrationContract implements DatabaseTest {

  private static final String COMMAND = "taskmeta --backend '" + Targets.MASKED_URL + "' migrate";

  @Test
  void anEmptyDatabaseIsMigratedOnce(TestSchema schema) throws SQLException {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

    assertThat(database.migrate())
        .startsWith("V1 create task meta", "V2 create group meta")
        .isEqualTo(OlderSchema.after(0));
    assertThat(database.migrate()).isEmpty();
    assertThatCode(database::validate).doesNotThrowAnyException();
    assertThat(Sql.rows(schema, "select * from maintenance_lease"))
        .containsExactly("cleanup|null|null");
  }

  @Test
  void aDatabaseFullOfOtherTablesIsMigratedBesideThem(TestSchema schema) throws SQLException {
    schema.execute("create table customer (id integer primary key)");
    schema.execute("insert into customer values (7)");
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

    assertThat(database.migrate()).hasSize(OlderSchema.after(0).size());
    database.validate();
    assertThat(Sql.rows(schema, "select id from customer")).containsExactly("7");
  }

  @Test
  void aMissingSchemaIsReportedWithTheCommandAndLeftAlone(TestSchema schema) throws SQLException {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

    assertThatThrownBy(database::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(Targets.MASKED_URL + " has no Taskmeta tables")
        .hasMessageContaining(COMMAND)
        .hasMessageContaining("--plan");
    assertThatThrownBy(() -> Sql.rows(schema, "select * from taskmeta_schema_history"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void anOldSchemaIsReportedWithBothVersionsAndThenUpgraded(TestSchema schema) throws SQLException {
    Sql.script(schema, OlderSchema.plan(Targets.of(schema), 2));
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

    assertThatThrownBy(database::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(
            "has version 2, this version of Taskmeta needs " + OlderSchema.newest())
        .hasMessageContaining(COMMAND);
    assertThat(database.migrate()).isEqualTo(OlderSchema.after(2));
    database.validate();
  }

  @Test
  void aNewerSchemaIsAccepted(TestSchema schema) throws SQLException {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    database.migrate();
    String quote = Targets.engine(schema).quoted("x").substring(0, 1);
    schema.execute(
        ("insert into taskmeta_schema_history (`installed_rank`, `version`, `description`, `type`,"
                + " `script`, `checksum`, `installed_by`, `execution_time`, `success`)"
                + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 0, true)")
            .replace("`", quote));

    assertThat(database.migrate()).isEmpty();
    assertThatCode(database::validate).doesNotThrowAnyException();
    assertThat(database.plan()).contains("up to date");
  }

  @Test
  void aTableThatIsNotOursIsRefusedAndLeftAlone(TestSchema schema) throws SQLException {
    schema.execute("create table task_meta (somebody_elses integer)");
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

    for (Runnable action : new Runnable[] {database::validate, database::migrate, database::plan}) {
      assertThatThrownBy(action::run)
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("is not ours: it has the table task_meta")
          .hasMessageContaining("database_table_names");
    }
    assertThat(Sql.rows(schema, "select somebody_elses from task_meta")).isEmpty();
    assertThatThrownBy(() -> Sql.rows(schema, "select * from taskmeta_schema_history"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aLostTableIsReported(TestSchema schema) throws SQLException {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    database.migrate();
    schema.execute("drop view v_group_progress");
    schema.execute("drop table group_meta");

    assertThatThrownBy(database::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("lacks the tables group_meta, v_group_progress")
        .hasMessageContaining("taskmeta_schema_history is complete");
  }

  @Test
  void aLostViewIsReported(TestSchema schema) throws SQLException {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    database.migrate();
    schema.execute("drop view v_group_progress");

    assertThatThrownBy(database::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("lacks the table v_group_progress")
        .hasMessageContaining("taskmeta_schema_history is complete");
  }

  @Test
  void tablesAndViewsAreDroppedTogether(TestSchema schema) throws SQLException {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    database.migrate();

    database.drop();
    database.drop();

    assertThat(SchemaPicture.TABLES)
        .allSatisfy(
            name ->
                assertThatThrownBy(() -> Sql.rows(schema, "select 1 from " + name))
                    .isInstanceOf(SQLException.class));
    assertThat(database.migrate()).isEqualTo(OlderSchema.after(0));
  }

  @Test
  void aFailedScriptIsReportedAndCanBeRepeated(TestSchema schema) throws SQLException {
    Sql.script(schema, OlderSchema.plan(Targets.of(schema), 2));
    schema.execute("create table group_member (in_the_way integer)");
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

    assertThatThrownBy(database::migrate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("could not be migrated")
        .hasMessageContaining("already exists")
        .hasMessageContaining(COMMAND + " --plan");
    assertThatThrownBy(database::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(
            "has version 2, this version of Taskmeta needs " + OlderSchema.newest());
    schema.execute("drop table group_member");
    assertThat(database.migrate()).isEqualTo(OlderSchema.after(2));
    database.validate();
  }
}
