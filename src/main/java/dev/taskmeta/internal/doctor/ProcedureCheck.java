package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.ProcedureSeal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The procedure that cleans up without Java is as it was printed, and for this schema. */
final class ProcedureCheck implements Check {

  static final String NAME = "procedure";

  private static final String POSTGRESQL =
      """
      select p.prosrc, coalesce(obj_description(p.oid, 'pg_proc'), '')
      from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where p.proname = ? and n.nspname = coalesce(?, current_schema())
      """;

  private static final String MYSQL =
      """
      select routine_definition, routine_comment from information_schema.routines
      where routine_name = ? and routine_schema = coalesce(?, database()) and routine_type = 'PROCEDURE'
      """;

  private record Routine(@Nullable String body, String comment) {}

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    Engine engine = examination.engine();
    if (engine == Engine.SQLITE) {
      return List.of();
    }
    String name = examination.names().cleanupProcedure();
    List<Routine> routines =
        examination
            .queries()
            .rows(
                engine == Engine.POSTGRESQL ? POSTGRESQL : MYSQL,
                row -> new Routine(row.getString(1), row.getString(2)),
                name,
                examination.names().schema());
    List<Finding> findings = new ArrayList<>();
    for (Routine routine : routines) {
      findings.addAll(findings(routine, name, engine));
    }
    return findings;
  }

  private static List<Finding> findings(Routine routine, String name, Engine engine) {
    String anew =
        "-- taskmeta retention script --for %s"
            .formatted(engine.runsEvents() ? "mysql-event" : "pg_cron");
    if (routine.body == null) {
      return List.of(
          Finding.info(
              NAME,
              name,
              "this user may not read the procedure, so whether it was altered is not checked",
              ""));
    }
    if (!ProcedureSeal.isIntact(routine.comment, routine.body)) {
      return List.of(
          Finding.error(
              NAME,
              name,
              "the procedure that cleans up is not as it was printed: somebody has altered it, and it"
                  + " may obey neither policies nor holds; print it anew and run that",
              anew));
    }
    OptionalInt version = ProcedureSeal.schemaVersion(routine.comment);
    if (version.orElse(0) < ProcedureSeal.CURRENT) {
      return List.of(
          Finding.warning(
              NAME,
              name,
              "the procedure that cleans up was printed for version %d of the schema, which is at %d;"
                      .formatted(version.orElse(0), ProcedureSeal.CURRENT)
                  + " print it anew and run that",
              anew));
    }
    return List.of();
  }
}
