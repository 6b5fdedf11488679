package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.SchemaException;
import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.OlderSchema;
import dev.taskmeta.internal.database.SchemaTarget;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A migration that builds an index while others write. Every build here is held open by a
 * transaction that has written to the table and not ended: an index that is built in the usual way
 * would let nobody else write behind it.
 */
abstract class LiveMigrationContract implements DatabaseTest {

  private static final int BEFORE = 19;

  private static final int PROCESSES = 4;

  private static final String INSERT =
      "insert into %s (task_id, created_at, state, finished_at, updated_at, store_token)"
          + " values ('%s', now(), 'FAILURE', now(), now(), 1)";

  /** As PostgreSQL shows what a build waits for. */
  private static final String WAITING =
      " from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
          + " and query ilike 'create index concurrently%'";

  private TestSchema schema;
  private DatabaseSchema database;

  @BeforeEach
  void makeAnOlderSchema(TestSchema fresh) throws SQLException {
    schema = fresh;
    Sql.script(schema, OlderSchema.plan(Targets.of(schema), BEFORE));
    store("before");
    database = new DatabaseSchema(Targets.of(schema));
  }

  @Test
  void whoStoresWhileAnIndexIsBuiltIsNotKeptWaiting() throws Exception {
    try (Connection open = openWriter()) {
      CompletableFuture<List<String>> migration = CompletableFuture.supplyAsync(database::migrate);
      awaitBuild();

      store("during");
      assertThat(migration).isNotDone();
      open.commit();
      assertThat(migration.join()).isEqualTo(OlderSchema.after(BEFORE));
    }
    database.validate();
    assertThat(indexes()).containsExactly("task_meta_failures_idx|t");
    assertThat(Sql.rows(schema, "select task_id from task_meta where state = 'FAILURE' order by 1"))
        .containsExactly("before", "during", "open");
  }

  @Test
  void aBuildThatWasCancelledIsMendedByTheNextMigration() throws Exception {
    cancelABuild();

    assertThat(indexes()).containsExactly("task_meta_failed_idx|f", "task_meta_failures_idx|t");
    assertThatThrownBy(database::validate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("is too old");
    assertThat(database.migrate()).isEqualTo(OlderSchema.after(BEFORE));
    database.validate();
    assertThat(indexes()).containsExactly("task_meta_failures_idx|t");
  }

  @Test
  void aBuildThatWasCancelledIsMendedByAPlan() throws Exception {
    cancelABuild();

    String plan = database.plan();
    DatabaseClient.run(schema, plan);

    assertThat(plan.lines())
        .containsSubsequence(
            "-- V20 index failures",
            "drop index concurrently if exists \"public\".\"task_meta_failed_idx\";",
            "begin;",
            "commit;");
    database.validate();
    assertThat(indexes()).containsExactly("task_meta_failures_idx|t");
  }

  @Test
  void aScriptThatWasRunButNotNotedIsRunAgain() throws Exception {
    Sql.script(schema, OlderSchema.plan(Targets.of(schema), BEFORE + 1));
    schema.execute("delete from taskmeta_schema_history where version::int > " + BEFORE);

    assertThat(database.migrate()).isEqualTo(OlderSchema.after(BEFORE));
    assertThat(indexes()).containsExactly("task_meta_failures_idx|t");
  }

  @Test
  void anIndexIsBuiltInAnotherSchema() throws Exception {
    SchemaTarget target = Targets.of(schema, Targets.inSchema("Results-1"));
    Sql.script(schema, OlderSchema.plan(target, BEFORE));
    schema.execute(INSERT.formatted("\"Results-1\".task_meta", "there"));
    DatabaseSchema other = new DatabaseSchema(target);
    assertThat(other.plan()).contains("concurrently");

    assertThat(other.migrate()).isEqualTo(OlderSchema.after(BEFORE));

    other.validate();
    assertThat(
            Sql.rows(
                schema,
                "select schemaname from pg_indexes where indexname = 'task_meta_failures_idx'"
                    + " and indexdef like '%INCLUDE%'"))
        .containsExactly("Results-1");
  }

  @Test
  void tablesWithoutTasksAreMigratedWithoutWaitingForOthers() throws Exception {
    schema.execute("delete from task_meta");
    assertThat(database.plan()).doesNotContain("concurrently");
    try (Connection open = schema.connect()) {
      open.setAutoCommit(false);
      Sql.rows(open, "select txid_current()");

      assertThat(database.migrate()).isEqualTo(OlderSchema.after(BEFORE));
    }
    assertThat(indexes()).containsExactly("task_meta_failures_idx|t");
  }

  @Test
  void processesThatMigrateAtOnceBuildOneIndex() throws Exception {
    List<MigratingProcess> processes = new ArrayList<>();
    try (Connection open = openWriter()) {
      for (int at = 0; at < PROCESSES; at++) {
        MigratingProcess process = MigratingProcess.start(System.getProperty("java.class.path"));
        processes.add(process);
        process.migrate(schema.jdbcUrl(), schema.user(), schema.password(), "");
      }
      awaitBuild();
      // The others try to take the lock now and then, and must not be waited for.
      await().until(() -> tries() >= PROCESSES - 1);
      store("during");
      open.commit();

      List<String> answers = processes.stream().map(MigratingProcess::answer).toList();
      assertThat(answers).allMatch(answer -> answer.startsWith("applied "));
      assertThat(answers.stream().mapToInt(answer -> Integer.parseInt(answer.substring(8))).sum())
          .as("%s", answers)
          .isEqualTo(OlderSchema.after(BEFORE).size());
    } finally {
      for (MigratingProcess process : processes) {
        process.close();
      }
    }
    database.validate();
    assertThat(indexes()).containsExactly("task_meta_failures_idx|t");
  }

  /** Begins to store a task, and leaves the transaction open. */
  private Connection openWriter() throws SQLException {
    Connection connection = schema.connect();
    connection.setAutoCommit(false);
    connection.createStatement().execute(INSERT.formatted("task_meta", "open"));
    return connection;
  }

  private void awaitBuild() {
    await().until(() -> !Sql.rows(schema, "select pid" + WAITING).isEmpty());
  }

  /** How many sessions have tried to take the lock that another one holds. */
  private int tries() throws SQLException {
    return Sql.rows(
            schema,
            "select pid from pg_stat_activity where datname = current_database()"
                + " and state = 'idle' and query = 'ROLLBACK'")
        .size();
  }

  /** Stores a failed task and commits; fails rather than waits for ever. */
  private void store(String taskId) throws SQLException {
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '30s'");
      statement.execute(INSERT.formatted("task_meta", taskId));
    }
  }

  private void cancelABuild() throws Exception {
    try (Connection open = openWriter()) {
      CompletableFuture<List<String>> migration = CompletableFuture.supplyAsync(database::migrate);
      awaitBuild();
      Sql.rows(schema, "select pg_cancel_backend(pid)" + WAITING);
      assertThatThrownBy(migration::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("could not be migrated: ERROR: canceling statement");
      open.rollback();
    }
  }

  /** The indexes of failures, and whether they are valid. */
  private List<String> indexes() throws SQLException {
    return Sql.rows(
        schema,
        "select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid"
            + " where i.indrelid = 'task_meta'::regclass and c.relname ~ 'fail' order by 1");
  }
}
