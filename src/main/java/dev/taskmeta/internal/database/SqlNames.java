package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.TableNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jspecify.annotations.Nullable;

/**
 * How the tables and views of one installation are referred to in one engine's SQL. Thread-safe.
 */
public final class SqlNames {

  /** What the migrations call the views, in the order in which they are made. */
  private static final List<String> VIEWS =
      List.of("task", "task_failures", "task_running", "group_progress", "task_daily", "retention");

  /** What the migrations call the other tables. */
  private static final List<String> OTHERS =
      List.of(
          "retention_policy",
          "retention_applied",
          "task_hold",
          "cleanup_run",
          "cleanup_run_policy",
          "task_archive",
          "task_archive_held",
          "task_daily",
          "task_daily_runtime");

  /** What the migrations put before a view's name. */
  private static final String VIEW_PLACEHOLDER = "v_";

  /** The longest name that every engine takes whole. */
  private static final int MOST_CHARACTERS = 63;

  /** The schema of the generated tables, in whose place comes the one that is set. */
  public static final String GENERATED_SCHEMA = "taskmeta";

  private final Engine engine;
  private final TableNames names;

  /**
   * Makes them.
   *
   * @throws ConfigurationException if two tables or views have one name, a view's name is too long,
   *     or a schema is set and the engine has no schemas
   */
  public SqlNames(Engine engine, TableNames names) {
    this.engine = engine;
    this.names = names;
    Set<String> different = new HashSet<>();
    List<String> all = new ArrayList<>(tables());
    all.add(names.history());
    all.addAll(views());
    for (String table : all) {
      if (table.length() > MOST_CHARACTERS) {
        throw new ConfigurationException(
            "database_table_names makes the name %s, longer than %d characters: shorten views or others"
                .formatted(table, MOST_CHARACTERS));
      }
      // Engines that ignore case would take the two for one.
      if (!different.add(table.toLowerCase(Locale.ROOT))) {
        throw new ConfigurationException(
            "database_table_names gives the name "
                + table
                + " to two tables or views: give each its"
                + " own");
      }
    }
    if (names.schema() != null && !engine.hasSchemas()) {
      throw new ConfigurationException(
          "%s has no schemas: leave out database_table_schemas, which is %s"
              .formatted(engine.product(), names.schema()));
    }
  }

  /** Returns the schema that is set; null for the connection's own. */
  public @Nullable String schema() {
    return names.schema();
  }

  /** Returns the table of tasks as plain SQL refers to it. */
  String taskTable() {
    return qualified(names.taskMeta());
  }

  /** Returns the table of what has been migrated. */
  public String history() {
    return names.history();
  }

  /** Returns the tables that the migrations make, without the history. */
  public List<String> tables() {
    List<String> tables =
        new ArrayList<>(
            List.of(
                names.taskMeta(),
                names.groupMeta(),
                names.groupMember(),
                names.maintenanceLease()));
    OTHERS.forEach(table -> tables.add(names.others() + table));
    return List.copyOf(tables);
  }

  /**
   * Returns the name of the table that is there while a month of the archive is dropped on MySQL.
   *
   * @param archive the name of the archive
   */
  public static String leaving(String archive) {
    String suffix = "_leaving";
    return archive.substring(0, Math.min(archive.length(), MOST_CHARACTERS - suffix.length()))
        + suffix;
  }

  /** Returns the views that the migrations make, each after those that it is made of. */
  public List<String> views() {
    return VIEWS.stream().map(view -> names.views() + view).toList();
  }

  /** Returns the table or view that a word stands for in the migrations. */
  public String named(String placeholder) {
    return Objects.requireNonNull(byPlaceholder().get(placeholder), placeholder);
  }

  /** Returns the procedure, and the event that calls it, that clean up without Java. */
  public String cleanupProcedure() {
    return names.others() + "taskmeta_cleanup";
  }

  /** Returns the view of tasks. */
  public String taskView() {
    return views().get(0);
  }

  /**
   * Returns a table or view as plain SQL refers to it: quoted, and with the schema if one is set.
   */
  public String qualified(String table) {
    String schema = names.schema();
    String quoted = engine.quoted(table);
    return schema == null ? quoted : engine.quoted(schema) + "." + quoted;
  }

  /**
   * Returns what stands for the words that the migrations put in its place: the tables and views,
   * and of scripts that run beside those who write, in which schema and how.
   *
   * @param schema the schema of the tables; null for the connection's own
   * @param live whether somebody may write to the tables
   */
  public Map<String, String> placeholders(@Nullable String schema, boolean live) {
    Map<String, String> placeholders = byPlaceholder();
    placeholders.put("schema", schema == null ? "" : engine.quoted(schema) + ".");
    placeholders.put(MigrationScript.CONCURRENTLY, live ? "concurrently" : "");
    return placeholders;
  }

  /** Returns the tables and views by the words that stand for them in the migrations. */
  public Map<String, String> byPlaceholder() {
    Map<String, String> placeholders = new HashMap<>(tablesByPlaceholder());
    VIEWS.forEach(view -> placeholders.put(VIEW_PLACEHOLDER + view, names.views() + view));
    return placeholders;
  }

  private Map<String, String> tablesByPlaceholder() {
    Map<String, String> tables = new HashMap<>();
    tables.put("task_meta", names.taskMeta());
    tables.put("group_meta", names.groupMeta());
    tables.put("group_member", names.groupMember());
    tables.put("maintenance_lease", names.maintenanceLease());
    OTHERS.forEach(table -> tables.put(table, names.others() + table));
    return tables;
  }

  /** Returns new jOOQ settings that render these names in place of the generated tables'. */
  public Settings jooqSettings() {
    MappedSchema mapped = new MappedSchema().withInput(GENERATED_SCHEMA).withOutput(names.schema());
    tablesByPlaceholder()
        .forEach(
            (generated, table) ->
                mapped.getTables().add(new MappedTable().withInput(generated).withOutput(table)));
    return new Settings()
        .withRenderSchema(names.schema() != null)
        .withRenderMapping(new RenderMapping().withSchemata(mapped));
  }
}
