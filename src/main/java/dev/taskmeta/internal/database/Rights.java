package dev.taskmeta.internal.database;

import dev.taskmeta.DatabaseRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each role needs on each table and view. The grants and the doctor both go by it. */
public final class Rights {

  private static final List<String> READ = List.of("select");
  private static final List<String> ALL = List.of("select", "insert", "update", "delete");

  /** Nothing removes what they hold, and the policies are the administrator's. */
  private static final Map<String, List<String>> LESS =
      Map.of(
          "maintenance_lease", List.of("select", "update"),
          "retention_policy", READ,
          "task_hold", List.of("select", "insert", "update"),
          "cleanup_run", List.of("select", "insert", "update"),
          "cleanup_run_policy", List.of("select", "insert", "update"));

  private Rights() {}

  /** Returns the privileges that a role needs, by table or view, in the order of the tables. */
  public static Map<String, List<String>> of(DatabaseRole role, SqlNames names) {
    Map<String, List<String>> rights = new LinkedHashMap<>();
    if (role == DatabaseRole.REPORTING) {
      names.views().forEach(view -> rights.put(view, READ));
      return rights;
    }
    names.tables().forEach(table -> rights.put(table, ALL));
    if (role != DatabaseRole.OWNER) {
      LESS.forEach((table, privileges) -> rights.put(names.named(table), privileges));
    }
    rights.put(names.history(), role == DatabaseRole.OWNER ? ALL : READ);
    return rights;
  }

  /**
   * Returns the privileges that the maintenance needs beside those for the months of the archive,
   * by table, where tables have no owner. The second is there only while a month goes.
   */
  public static Map<String, List<String>> ofMonths(SqlNames names) {
    String archive = names.named("task_archive");
    Map<String, List<String>> rights = new LinkedHashMap<>();
    rights.put(archive, List.of("alter", "create", "drop"));
    rights.put(SqlNames.leaving(archive), List.of("select", "insert", "alter", "create", "drop"));
    return rights;
  }

  /** Returns the tables and views that a role needs the same privileges on, by these. */
  static Map<String, List<String>> byPrivileges(DatabaseRole role, SqlNames names) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    of(role, names)
        .forEach(
            (table, privileges) ->
                tables
                    .computeIfAbsent(String.join(", ", privileges), each -> new ArrayList<>())
                    .add(table));
    return tables;
  }
}
