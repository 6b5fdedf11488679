package dev.taskmeta.internal.database;

import dev.taskmeta.SchemaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words for what is wrong with a schema: where, what, and the command that mends it. */
final class SchemaProblem {

  private final SchemaTarget target;

  SchemaProblem(SchemaTarget target) {
    this.target = target;
  }

  SchemaException missing() {
    return exception("has no Taskmeta tables. " + remedy(), null);
  }

  SchemaException old(int found, int needed) {
    return exception(
        "is too old: it has version %d, this version of Taskmeta needs %d. %s"
            .formatted(found, needed, remedy()),
        null);
  }

  SchemaException notOurs(List<String> tables) {
    return exception(
        ("is not ours: it has %s, but no table %s, which Taskmeta would have made with them."
                + " Choose other table names (database_table_names) or another schema"
                + " (database_table_schemas)")
            .formatted(listed(tables), target.names().history()),
        null);
  }

  SchemaException lost(List<String> tables) {
    return exception(
        ("lacks %s, although its history %s is complete. Were tables dropped or renamed, or does"
                + " another installation with other table names keep the same history? Give each"
                + " its own schema or history, or restore the tables")
            .formatted(listed(tables), target.names().history()),
        null);
  }

  SchemaException half(List<String> scripts, String reason, @Nullable Throwable cause) {
    String history = target.sqlNames().qualified(target.names().history());
    return exception(
        ("is half migrated: %s failed%s, and %s does not undo what a failed script has done."
                + " Drop the tables that the script made, run: delete from %s where success = 0,"
                + " and then: %s")
            .formatted(
                String.join(", ", scripts),
                reason.isEmpty() ? "" : " (" + reason + ")",
                target.engine().product(),
                history,
                command("")),
        cause);
  }

  SchemaException denied(Throwable cause) {
    return exception(
        ("has no Taskmeta tables that this user may read (%s): grant select on %s and select,"
                + " insert, update, delete on %s; if they are not there yet, run: %s")
            .formatted(
                cause.getMessage(),
                target.names().history(),
                String.join(", ", target.sqlNames().tables()),
                command("")),
        cause);
  }

  SchemaException failed(String reason, Throwable cause) {
    return exception(
        "could not be migrated: %s. To see the SQL, or to run it by hand: %s"
            .formatted(reason, command(" --plan")),
        cause);
  }

  private SchemaException exception(String words, @Nullable Throwable cause) {
    String schema = target.names().schema();
    String where = schema == null ? "" : ", schema " + schema + ",";
    return new SchemaException("The database " + target.maskedUrl() + where + " " + words, cause);
  }

  private String remedy() {
    return "Run: %s (with --plan it prints the SQL for a database administrator)"
        .formatted(command(""));
  }

  /** Returns the command that brings the schema up to date. */
  String command(String option) {
    String schema = target.names().schema();
    return "taskmeta --backend %s migrate%s%s"
        .formatted(backend(), schema == null ? "" : " --schema " + schema, option);
  }

  /** An application's own data source has no URL that could be shown. */
  private String backend() {
    return target.maskedUrl().contains(":") ? "'" + target.maskedUrl() + "'" : "URL";
  }

  private static String listed(List<String> tables) {
    return (tables.size() == 1 ? "the table " : "the tables ") + String.join(", ", tables);
  }
}
