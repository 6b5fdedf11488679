package dev.taskmeta;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables are: the schema (on MySQL and MariaDB: the database) and the table names.
 *
 * @param schema the schema of all tables, or null for the connection's own
 * @param taskMeta the table of tasks; default {@code task_meta}
 * @param groupMeta the table of groups; default {@code group_meta}
 * @param groupMember the table of the tasks in groups; default {@code group_member}
 * @param maintenanceLease the table of leases; default {@code maintenance_lease}
 * @param history the table of applied migrations; default {@code taskmeta_schema_history}
 */
public record TableNames(
    @Nullable String schema,
    String taskMeta,
    String groupMeta,
    String groupMember,
    String maintenanceLease,
    String history) {

  /** The default names in the connection's own schema. */
  public static final TableNames DEFAULT =
      new TableNames(
          null,
          "task_meta",
          "group_meta",
          "group_member",
          "maintenance_lease",
          "taskmeta_schema_history");

  /**
   * Returns these names with those of {@code database_table_names} that are given in their place.
   */
  TableNames renamed(@Nullable String newSchema, Map<String, String> names) {
    return new TableNames(
        newSchema,
        names.getOrDefault("task", taskMeta),
        names.getOrDefault("group", groupMeta),
        names.getOrDefault("group_member", groupMember),
        names.getOrDefault("lease", maintenanceLease),
        names.getOrDefault("history", history));
  }

  /** Returns the table names by what {@code database_table_names} calls them. */
  Map<String, String> byKey() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("task", taskMeta);
    names.put("group", groupMeta);
    names.put("group_member", groupMember);
    names.put("lease", maintenanceLease);
    names.put("history", history);
    return names;
  }
}
