package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.internal.database.Engine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Without autovacuum PostgreSQL keeps every version of every row that was ever stored. */
final class VacuumCheck implements Check {

  static final String NAME = "autovacuum";

  private static final String OFF =
      "select c.relname from pg_catalog.pg_class c"
          + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
          + " where n.nspname = coalesce(?, current_schema()) and c.relkind in ('r', 'm')"
          + " and exists (select 1 from pg_catalog.pg_options_to_table(c.reloptions) o"
          + " where o.option_name = 'autovacuum_enabled' and not o.option_value::boolean)";

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
                    + " is off on the server: dead rows are never removed, tables and indexes grow"
                    + " for ever",
                "alter system set %s = on;%nselect pg_reload_conf();".formatted(setting)));
      }
    }
    List<String> off = queries.rows(OFF, row -> row.getString(1), examination.names().schema());
    for (String table : examination.names().tables()) {
      if (off.contains(table)) {
        findings.add(
            Finding.warning(
                NAME,
                table,
                "autovacuum is off for the table: its dead rows are never removed, it grows for ever",
                "alter table %s reset (autovacuum_enabled);".formatted(examination.table(table))));
      }
    }
    return findings;
  }
}
