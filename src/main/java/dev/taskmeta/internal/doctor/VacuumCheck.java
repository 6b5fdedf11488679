package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.internal.database.Engine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Without autovacuum PostgreSQL keeps every version of every row that was ever stored. */
final class VacuumCheck implements Check {

  static final String NAME = "autovacuum";

  /** Tables, and what they are parts of. */
  private static final String OFF =
      """
      select w.relname, c.relname, c.oid::regclass::text
      from pg_catalog.pg_class c
      join pg_catalog.pg_class w on w.oid = coalesce(pg_partition_root(c.oid), c.oid)
      join pg_catalog.pg_namespace n on n.oid = w.relnamespace
      where n.nspname = coalesce(?, current_schema()) and c.relkind in ('r', 'm')
        and exists (select 1 from pg_catalog.pg_options_to_table(c.reloptions) o
          where o.option_name = 'autovacuum_enabled' and not o.option_value::boolean)
      order by c.relname
      """;

  private record Off(String whole, String table, String qualified) {}

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    if (examination.engine() != Engine.POSTGRESQL) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Queries queries = examination.queries();
    for (String setting : List.of("autovacuum", "track_counts")) {
      if (queries.first("select current_setting(?)", setting).filter("off"::equals).isPresent()) {
        findings.add(
            Finding.error(
                NAME,
                setting,
                setting
                    + " is off: dead rows are never removed, tables and indexes grow"
                    + " for ever",
                remedy(queries, setting)));
      }
    }
    List<Off> off =
        queries.rows(
            OFF,
            row -> new Off(row.getString(1), row.getString(2), row.getString(3)),
            examination.names().schema());
    List<String> tables = examination.names().tables();
    for (Off each : off) {
      if (tables.contains(each.whole)) {
        findings.add(
            Finding.warning(
                NAME,
                each.table,
                "autovacuum is off for the table: its dead rows are never removed, it grows for ever",
                "alter table %s reset (autovacuum_enabled);".formatted(each.qualified)));
      }
    }
    return findings;
  }

  private static String remedy(Queries queries, String setting) throws SQLException {
    return queries
        .first(
            "select 'alter database ' || quote_ident(current_database()) || ' reset ' || name || ';'"
                + " from pg_catalog.pg_settings where name = ? and source = 'database'",
            setting)
        .orElse("alter system set %s = on;%nselect pg_reload_conf();".formatted(setting));
  }
}
