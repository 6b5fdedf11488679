package dev.taskmeta;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables and views are: the schema (on MySQL and MariaDB: the database) and the names.
 *
 * @param schema the schema of all tables, or null for the connection's own
 * @param taskMeta the table of tasks; default {@code task_meta}
 * @param groupMeta the table of groups; default {@code group_meta}
 * @param groupMember the table of the tasks in groups; default {@code group_member}
 * @param maintenanceLease the table of leases; default {@code maintenance_lease}
 * @param history the table of applied migrations; default {@code taskmeta_schema_history}
 * @param views what the names of the views begin with; default {@code v_}, and where the table of
 *     tasks is called otherwise than {@code task_meta}, what that name begins with before it
 * @param others what the names of the other tables begin with, those of retention, roll-ups and the
 *     archive; default nothing, and where the table of tasks is called otherwise than {@code
 *     task_meta}, what that name begins with before it
 */
public record TableNames(
    @Nullable String schema,
    String taskMeta,
    String groupMeta,
    String groupMember,
    String maintenanceLease,
    String history,
    String views,
    String others) {

  /** What {@code database_table_names} calls what the other tables begin with. */
  static final String OTHERS = "others";

  private static final String TASK_META = "task_meta";
  private static final String VIEWS = "v_";

  /** Leaves room for the longest name made of it within the 63 characters of PostgreSQL. */
  private static final int MOST_OF_TASK_META = 40;

  /** The default names in the connection's own schema. */
  public static final TableNames DEFAULT =
      new TableNames(
          null,
          TASK_META,
          "group_meta",
          "group_member",
          "maintenance_lease",
          "taskmeta_schema_history",
          VIEWS,
          "");

  /** Returns these names in a schema. */
  public TableNames inSchema(@Nullable String newSchema) {
    return new TableNames(
        newSchema, taskMeta, groupMeta, groupMember, maintenanceLease, history, views, others);
  }

  /**
   * Returns these names with those of {@code database_table_names} that are given in their place.
   */
  TableNames renamed(@Nullable String newSchema, Map<String, String> names) {
    String tasks = names.getOrDefault("task", taskMeta);
    return new TableNames(
        newSchema,
        tasks,
        names.getOrDefault("group", groupMeta),
        names.getOrDefault("group_member", groupMember),
        names.getOrDefault("lease", maintenanceLease),
        names.getOrDefault("history", history),
        names.getOrDefault("views", beside(tasks, views, VIEWS)),
        names.getOrDefault(OTHERS, beside(tasks, others, "")));
  }

  /** Two installations in one schema have tables of different names, so is what lies beside. */
  private static String beside(String tasks, String unchanged, String beginning) {
    if (tasks.equals(TASK_META)) {
      return unchanged;
    }
    if (tasks.endsWith(TASK_META)) {
      return tasks.substring(0, tasks.length() - TASK_META.length()) + beginning;
    }
    int length = Math.min(MOST_OF_TASK_META, tasks.length());
    return tasks.substring(0, length) + "_" + beginning;
  }

  /**
   * Returns the table names, and what others begin with, by what {@code database_table_names} calls
   * them.
   */
  Map<String, String> byKey() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("task", taskMeta);
    names.put("group", groupMeta);
    names.put("group_member", groupMember);
    names.put("lease", maintenanceLease);
    names.put("history", history);
    names.put("views", views);
    names.put(OTHERS, others);
    return names;
  }
}
