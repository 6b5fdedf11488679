package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The SQL for a database administrator, run by the database's own client. */
abstract class PlanContract implements DatabaseTest {

  @Test
  void aSchemaMadeByHandPassesTheCheckAndNothingIsLeftToMigrate(TestSchema schema)
      throws Exception {
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));

    DatabaseClient.run(schema, database.plan());

    database.validate();
    assertThat(database.migrate()).isEmpty();
    assertThat(database.plan()).startsWith("-- The schema of").contains("nothing to run");
  }

  @Test
  void aSchemaMadeByHandEqualsOneThatWasMigrated(TestSchema schema) throws Exception {
    DatabaseClient.run(schema, new DatabaseSchema(Targets.of(schema)).plan());

    try (TestSchema migrated = database().newSchema()) {
      new DatabaseSchema(Targets.of(migrated)).migrate();
      assertThat(SchemaPicture.of(schema)).isEqualTo(SchemaPicture.of(migrated));
      assertThat(history(schema)).isNotEmpty().isEqualTo(history(migrated));
    }
  }

  @Test
  void aDatabaseFullOfOtherTablesGetsTheSameHistoryByHand(TestSchema schema) throws Exception {
    schema.execute("create table customer (id integer primary key)");
    DatabaseSchema database = new DatabaseSchema(Targets.of(schema));
    DatabaseClient.run(schema, database.plan());
    database.validate();

    try (TestSchema migrated = database().newSchema()) {
      migrated.execute("create table customer (id integer primary key)");
      new DatabaseSchema(Targets.of(migrated)).migrate();
      assertThat(history(migrated).get(0)).contains("<< Flyway Baseline >>");
      assertThat(history(schema)).isEqualTo(history(migrated));
    }
  }

  @Test
  void aMigrationAppliesOnlyWhatIsNewerThanThePlan(TestSchema schema) throws Exception {
    SchemaTarget target = Targets.of(schema);
    DatabaseClient.run(schema, OlderSchema.plan(target, 3));

    assertThat(new DatabaseSchema(target).migrate()).isEqualTo(OlderSchema.after(3));
  }

  @Test
  void aPlanAppliesOnlyWhatIsNewerThanTheSchema(TestSchema schema) throws Exception {
    SchemaTarget target = Targets.of(schema);
    DatabaseClient.run(schema, OlderSchema.plan(target, 1));
    String plan = new DatabaseSchema(target).plan();
    assertThat(plan)
        .contains("Taskmeta: V2 to V" + OlderSchema.newest())
        .doesNotContain("V1__")
        .doesNotContain("create table " + target.engine().quoted("taskmeta_schema_history"));

    DatabaseClient.run(schema, plan);

    new DatabaseSchema(target).validate();
    try (TestSchema migrated = database().newSchema()) {
      new DatabaseSchema(Targets.of(migrated)).migrate();
      assertThat(history(schema)).isEqualTo(history(migrated));
    }
  }

  @Test
  void aPlanRunTwiceStopsAtOnceAndChangesNothing(TestSchema schema) throws Exception {
    String plan = new DatabaseSchema(Targets.of(schema)).plan();
    DatabaseClient.run(schema, plan);
    List<String> before = history(schema);

    assertThatThrownBy(() -> DatabaseClient.run(schema, plan))
        .hasMessageContaining("taskmeta_schema_history");

    assertThat(history(schema)).isEqualTo(before);
    new DatabaseSchema(Targets.of(schema)).validate();
  }

  @Test
  void aPlanForAnotherSchemaCreatesIt(TestSchema schema) throws Exception {
    Engine engine = Targets.engine(schema);
    if (!engine.hasSchemas()) {
      assertThat(new DatabaseSchema(Targets.of(schema)).plan()).doesNotContain("schema if");
      return;
    }
    try (TestSchema other = database().newSchema()) {
      String name = engine == Engine.POSTGRESQL ? "Results-1" : other.name();
      if (engine != Engine.POSTGRESQL) {
        schema.execute("drop database " + name);
      }
      DatabaseSchema database = new DatabaseSchema(Targets.of(schema, Targets.inSchema(name)));

      DatabaseClient.run(schema, database.plan());

      database.validate();
      assertThat(database.migrate()).isEmpty();
    }
  }

  /** The history without who ran it, when and for how long. */
  private static List<String> history(TestSchema schema) throws SQLException {
    return Sql.rows(
        schema,
        "select installed_rank, version, description, type, script, checksum, success"
            + " from taskmeta_schema_history order by installed_rank");
  }
}
