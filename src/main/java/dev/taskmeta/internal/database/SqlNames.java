package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.TableNames;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jspecify.annotations.Nullable;

/** How the tables of one installation are referred to in one engine's SQL. Thread-safe. */
public final class SqlNames {

  private final Engine engine;
  private final TableNames names;

  /**
   * Makes them.
   *
   * @throws ConfigurationException if two tables have one name, or a schema is set and the engine
   *     has no schemas
   */
  public SqlNames(Engine engine, TableNames names) {
    this.engine = engine;
    this.names = names;
    Set<String> different = new HashSet<>();
    for (String table :
        List.of(
            names.taskMeta(),
            names.groupMeta(),
            names.groupMember(),
            names.maintenanceLease(),
            names.history())) {
      // Engines that ignore case would take the two for one.
      if (!different.add(table.toLowerCase(Locale.ROOT))) {
        throw new ConfigurationException(
            "database_table_names gives the name " + table + " to two tables: give each its own");
      }
    }
    if (names.schema() != null && !engine.hasSchemas()) {
      throw new ConfigurationException(
          "%s has no schemas: leave out database_table_schemas, which is %s"
              .formatted(engine.product(), names.schema()));
    }
  }

  /** Returns the schema that is set; null for the connection's own. */
  @Nullable String schema() {
    return names.schema();
  }

  /** Returns the table of what has been migrated. */
  String history() {
    return names.history();
  }

  /** Returns the four tables that the migrations make, without the history. */
  List<String> tables() {
    return List.of(
        names.taskMeta(), names.groupMeta(), names.groupMember(), names.maintenanceLease());
  }

  /** Returns a table as plain SQL refers to it: quoted, and with the schema if one is set. */
  public String qualified(String table) {
    String schema = names.schema();
    String quoted = engine.quoted(table);
    return schema == null ? quoted : engine.quoted(schema) + "." + quoted;
  }

  /** Returns the tables by the words that stand for them in the migrations. */
  Map<String, String> placeholders() {
    return Map.of(
        "task_meta", names.taskMeta(),
        "group_meta", names.groupMeta(),
        "group_member", names.groupMember(),
        "maintenance_lease", names.maintenanceLease());
  }

  /** Returns new jOOQ settings that render these names in place of the generated tables'. */
  public Settings jooqSettings() {
    MappedSchema mapped = new MappedSchema().withInput("").withOutput(names.schema());
    placeholders()
        .forEach(
            (generated, table) ->
                mapped.getTables().add(new MappedTable().withInput(generated).withOutput(table)));
    return new Settings()
        .withRenderSchema(names.schema() != null)
        .withRenderMapping(new RenderMapping().withSchemata(mapped));
  }
}
