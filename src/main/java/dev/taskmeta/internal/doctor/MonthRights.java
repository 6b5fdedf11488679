package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.internal.database.Rights;
import dev.taskmeta.internal.database.SqlNames;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the user of {@code maintenance_backend} may make the archive's months and drop them:
 * without, the cleanup goes on, but slower, and months have to be made by hand. What cannot be
 * tried without changing something is not told.
 */
final class MonthRights {

  /** A partition that nobody has. */
  private static final String NONE = "taskmeta_no_such_partition";

  /** The archive and its months: who owns each, and whether we are, or may be, the owner. */
  private static final String OWNERS =
      """
      select format('%I.%I', n.nspname, c.relname), quote_ident(pg_get_userbyid(c.relowner)),
        pg_has_role(c.relowner, 'usage'), quote_ident(current_user)
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.oid = to_regclass(?) or c.oid in
        (select inhrelid from pg_catalog.pg_inherits where inhparent = to_regclass(?))
      order by c.oid <> to_regclass(?), c.relname
      """;

  /** The schema, and whoever of us and the archive's owner may make no tables in it. */
  private static final String CLOSED =
      """
      select quote_ident(n.nspname), quote_ident(r.rolname)
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_roles r
        on r.oid = c.relowner and pg_has_role(r.oid, 'usage') or r.rolname = current_user
      where c.oid = to_regclass(?) and not has_schema_privilege(r.oid, n.oid, 'create')
        and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
      order by r.rolname = current_user
      """;

  private record Owned(String table, String owner, boolean ours, String user) {}

  private final Examination examination;
  private final RightsProbe probe;
  private final String archive;

  MonthRights(Examination examination, RightsProbe probe) {
    this.examination = examination;
    this.probe = probe;
    this.archive = examination.names().named("task_archive");
  }

  List<Finding> findings() throws SQLException {
    return switch (examination.engine()) {
      case POSTGRESQL -> owners();
      case MYSQL, MARIADB -> grants();
      case SQLITE -> List.of();
    };
  }

  private List<Finding> owners() throws SQLException {
    String name = examination.table(archive);
    List<Owned> all =
        examination
            .queries()
            .rows(
                OWNERS,
                row ->
                    new Owned(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4)),
                name,
                name,
                name);
    List<Finding> findings = new ArrayList<>();
    if (all.stream().anyMatch(each -> !each.ours)) {
      findings.add(
          warning(
              "may not make and drop months, for it does not own the archive or each of its months",
              handOver(all)));
    }
    List<String> open =
        examination
            .queries()
            .rows(
                CLOSED,
                row ->
                    "grant create on schema %s to %s;"
                        .formatted(row.getString(1), row.getString(2)),
                name);
    if (!open.isEmpty()) {
      findings.add(
          warning("may not make months, for it may make no tables", String.join("\n", open)));
    }
    return findings;
  }

  /** As the printed roles have it: who owned the archive may go on as one of its new owners. */
  private static String handOver(List<Owned> all) {
    Owned whole = all.get(0);
    String owner = whole.ours ? whole.owner : whole.user;
    List<String> statements = new ArrayList<>();
    for (Owned each : all) {
      if (!each.ours) {
        statements.add("alter table %s owner to %s;".formatted(each.table, owner));
      }
    }
    if (!whole.ours) {
      statements.add("grant %s to %s;".formatted(owner, whole.owner));
    }
    return String.join("\n", statements);
  }

  /** By statements that fail whoever tries them: the server looks at the rights first. */
  private List<Finding> grants() throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try (Statement statement = examination.connection().createStatement()) {
      statement.execute("set session lock_wait_timeout = 1");
      for (Map.Entry<String, List<String>> right :
          Rights.ofMonths(examination.names()).entrySet()) {
        String table = examination.table(right.getKey());
        if (isDenied(statement, "create table %1$s like %1$s".formatted(table))
            || isDenied(statement, "alter table %s drop partition %s".formatted(table, NONE))
            || isDenied(statement, "select 1 from %s where 1 = 0".formatted(table))
            || isDenied(
                statement,
                "insert into %s (task_id) select null from dual where 1 = 0".formatted(table))) {
          findings.add(
              warning(
                  "lacks rights on %s to make and drop months: %s"
                      .formatted(right.getKey(), String.join(", ", right.getValue())),
                  probe.grant(String.join(", ", right.getValue()), table)));
        }
      }
      // Of a table that is there only while a month goes: nobody waits for it.
      String leaving = examination.table(SqlNames.leaving(archive));
      if (findings.isEmpty() && isDenied(statement, "lock tables %s read".formatted(leaving))) {
        findings.add(
            warning(
                "may not lock tables, without which it drops no month",
                probe.grant("lock tables", database() + ".*")));
      }
      statement.execute("unlock tables");
    }
    return findings;
  }

  private boolean isDenied(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return false;
    } catch (SQLException e) {
      return examination.engine().isDenied(e);
    }
  }

  /** In a grant for a database _ stands for any character. */
  private String database() throws SQLException {
    String database =
        examination
            .queries()
            .first("select coalesce(?, database())", examination.names().schema())
            .orElseThrow();
    return examination.engine().quoted(database.replace("_", "\\_"));
  }

  private Finding warning(String reason, String remedy) {
    return Finding.warning(
        PrivilegeCheck.NAME, archive, "the user of maintenance_backend " + reason, remedy);
  }
}
