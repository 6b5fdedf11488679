package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.internal.database.DatabaseSchema;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.jooq.tables.CleanupRunPolicyTable;
import dev.taskmeta.internal.jooq.tables.CleanupRunTable;
import dev.taskmeta.internal.jooq.tables.GroupMemberTable;
import dev.taskmeta.internal.jooq.tables.GroupMetaTable;
import dev.taskmeta.internal.jooq.tables.MaintenanceLeaseTable;
import dev.taskmeta.internal.jooq.tables.RetentionAppliedTable;
import dev.taskmeta.internal.jooq.tables.RetentionPolicyTable;
import dev.taskmeta.internal.jooq.tables.TaskArchiveHeldTable;
import dev.taskmeta.internal.jooq.tables.TaskArchiveTable;
import dev.taskmeta.internal.jooq.tables.TaskDailyRuntimeTable;
import dev.taskmeta.internal.jooq.tables.TaskDailyTable;
import dev.taskmeta.internal.jooq.tables.TaskHoldTable;
import dev.taskmeta.internal.jooq.tables.TaskMetaTable;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real schema of an engine is the one that the jOOQ tables describe. */
abstract class ParityContract implements DatabaseTest {

  private static final List<Table<?>> TABLES =
      List.of(
          TaskMetaTable.TASK_META,
          GroupMetaTable.GROUP_META,
          GroupMemberTable.GROUP_MEMBER,
          MaintenanceLeaseTable.MAINTENANCE_LEASE,
          RetentionPolicyTable.RETENTION_POLICY,
          RetentionAppliedTable.RETENTION_APPLIED,
          TaskHoldTable.TASK_HOLD,
          CleanupRunTable.CLEANUP_RUN,
          CleanupRunPolicyTable.CLEANUP_RUN_POLICY,
          TaskArchiveTable.TASK_ARCHIVE,
          TaskArchiveHeldTable.TASK_ARCHIVE_HELD,
          TaskDailyTable.TASK_DAILY,
          TaskDailyRuntimeTable.TASK_DAILY_RUNTIME);

  private TestSchema schema;
  private Engine engine;
  private SchemaPicture picture;

  @BeforeEach
  void migrate(TestSchema fresh) throws SQLException {
    schema = fresh;
    new DatabaseSchema(Targets.of(schema)).migrate();
    engine = Targets.engine(schema);
    picture = SchemaPicture.of(schema);
  }

  @Test
  void columnsHaveTheNamesLengthsAndNullabilityOfTheGeneratedTables() {
    for (Table<?> table : TABLES) {
      List<String> real =
          picture.columns().get(table.getName()).stream().map(this::withoutOwnTypes).toList();
      assertThat(real).isEqualTo(Arrays.stream(table.fields()).map(this::described).toList());
    }
  }

  @Test
  void primaryKeysAreThoseOfTheGeneratedTables() {
    for (Table<?> table : TABLES) {
      UniqueKey<?> key = table.getPrimaryKey();
      assertThat(key).isNotNull();
      assertThat(picture.primaryKeys().get(table.getName()))
          .isEqualTo(key.getFields().stream().map(Field::getName).toList());
    }
  }

  @Test
  void indexesHaveTheSameNamesAndColumns() {
    Set<String> expected =
        new TreeSet<>(
            Set.of(
                "task_meta_parent_idx [parent_id]",
                "task_meta_created_idx [created_at, task_id]",
                "task_meta_name_idx [name, created_at, task_id]",
                "task_meta_alive_idx [alive_until]",
                "task_meta_review_idx [review_at]"));
    if (engine == Engine.POSTGRESQL || engine == Engine.SQLITE) {
      expected.add("task_meta_failures_idx [finished_at, error_type, error_fingerprint, task_id]");
      expected.add("task_meta_expires_idx [expires_at]");
    } else {
      expected.add("task_meta_expires_idx [expires_at, expires_from, finished_at]");
    }
    assertThat(withoutKeys("task_meta")).isEqualTo(expected);
    assertThat(withoutKeys("group_meta")).isEqualTo(Set.of("group_meta_expires_idx [expires_at]"));
    assertThat(withoutKeys("group_member")).isEmpty();
    assertThat(withoutKeys("maintenance_lease")).isEmpty();
    assertThat(withoutKeys("retention_policy")).isEmpty();
    assertThat(withoutKeys("retention_applied")).isEmpty();
    assertThat(withoutKeys("task_hold"))
        .isEqualTo(Set.of("task_hold_task_idx [task_id, released_at]"));
    assertThat(withoutKeys("cleanup_run"))
        .isEqualTo(Set.of("cleanup_run_started_idx [started_at]"));
    assertThat(withoutKeys("cleanup_run_policy")).isEmpty();
    assertThat(withoutKeys("task_archive"))
        .isEqualTo(
            Set.of(
                "task_archive_keep_idx [keep_until]", "task_archive_name_idx [name, finished_at]"));
    assertThat(withoutKeys("task_archive_held")).isEmpty();
    assertThat(withoutKeys("task_daily")).isEmpty();
    assertThat(withoutKeys("task_daily_runtime")).isEmpty();
  }

  @Test
  void timesKeepMicroseconds() throws SQLException {
    List<String> expected = new ArrayList<>();
    for (Table<?> table : TABLES) {
      for (Field<?> field : table.fields()) {
        if (field.getType() == Instant.class) {
          expected.add(table.getName() + "|" + field.getName());
        }
      }
    }
    assertThat(timesWithMicroseconds()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyTextNamesItsCollation() throws SQLException {
    if (engine == Engine.SQLITE) {
      for (String sql : Sql.rows(schema, "select sql from sqlite_master where type = 'table'")) {
        assertThat(sql.lines().filter(line -> line.matches("  \\w+ (varchar|text).*")))
            .allMatch(line -> line.contains("collate binary"));
      }
      return;
    }
    String collation =
        switch (engine) {
          case MYSQL -> "utf8mb4_0900_bin";
          case MARIADB -> "utf8mb4_nopad_bin";
          default -> "C";
        };
    assertThat(
            Sql.rows(
                schema,
                "select distinct collation_name from information_schema.columns where "
                    + ours("table_schema")
                    + " and table_name <> 'taskmeta_schema_history'"
                    + " and data_type in ('character varying', 'varchar', 'text', 'longtext')"))
        .containsExactly(collation);
  }

  @Test
  void idsThatDifferInCaseAccentOrSpaceAreDifferent() throws SQLException {
    for (String id : List.of("add", "Add", "ADD", "ádd", "add ", "add😀")) {
      schema.execute(
          "insert into group_member (group_id, position, task_id) values ('%s', 1, '%s')"
              .formatted(id, id));
    }
    assertThat(Sql.rows(schema, "select task_id from group_member where group_id = 'add'"))
        .containsExactly("add");
    assertThat(Sql.rows(schema, "select count(distinct task_id) from group_member"))
        .containsExactly("6");
  }

  @Test
  void everyTableAndColumnHasAComment() throws SQLException {
    String query =
        switch (engine) {
          case POSTGRESQL ->
              "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
                  + " where c.relkind in ('r', 'v')"
                  + " and c.relnamespace = current_schema()::regnamespace"
                  + " and a.attnum > 0 and col_description(c.oid, a.attnum) is null"
                  + " union all select c.relname, '' from pg_class c where c.relkind in ('r', 'v')"
                  + " and c.relnamespace = current_schema()::regnamespace"
                  + " and obj_description(c.oid) is null";
          case MYSQL, MARIADB ->
              "select table_name, column_name from information_schema.columns where "
                  + ours("table_schema")
                  + " and column_comment = '' and table_name not like 'v!_%' escape '!' union all select table_name, '' from"
                  + " information_schema.tables where "
                  + ours("table_schema")
                  + " and table_comment = ''";
          case SQLITE ->
              "select name, '' from sqlite_master where sql not like '%--%'"
                  + " and type in ('table', 'view')";
        };
    assertThat(Sql.rows(schema, query)).allMatch(row -> row.startsWith("taskmeta_schema_history"));
  }

  private List<String> timesWithMicroseconds() throws SQLException {
    if (engine != Engine.SQLITE) {
      return Sql.rows(
          schema,
          "select table_name, column_name from information_schema.columns where "
              + ours("table_schema")
              + " and datetime_precision = 6 and data_type in"
              + " ('timestamp with time zone', 'datetime')"
              + " and table_name <> 'taskmeta_schema_history'"
              + " and table_name not like 'v!_%' escape '!'");
    }
    List<String> times = new ArrayList<>();
    for (Table<?> table : TABLES) {
      String sql =
          Sql.rows(schema, "select sql from sqlite_master where name = '" + table.getName() + "'")
              .get(0);
      for (Field<?> field : table.fields()) {
        if (sql.contains("check (length(" + field.getName() + ") = 27)")) {
          times.add(table.getName() + "|" + field.getName());
        }
      }
    }
    return times;
  }

  private String ours(String column) {
    return engine == Engine.POSTGRESQL ? column + " = current_schema()" : column + " = database()";
  }

  private Set<String> withoutKeys(String table) {
    Set<String> indexes = new TreeSet<>(picture.indexes().get(table));
    indexes.removeIf(name -> !name.startsWith(table) || name.startsWith(table + "_pk"));
    return indexes;
  }

  /** A column of the generated tables in the words of {@link #withoutOwnTypes}. */
  private String described(Field<?> field) {
    boolean sized = field.getDataType().lengthDefined() && field.getType() == String.class;
    return "%s %s%s"
        .formatted(
            field.getName(),
            sized ? "varchar(" + field.getDataType().length() + ") " : "",
            field.getDataType().nullable() ? "null" : "not null");
  }

  /** Types but varchar differ between engines. */
  private String withoutOwnTypes(String column) {
    return column
        .toLowerCase(Locale.ROOT)
        .replaceAll(" (?!varchar\\()\\w+( unsigned)?\\(-?\\d+\\)", "");
  }
}
