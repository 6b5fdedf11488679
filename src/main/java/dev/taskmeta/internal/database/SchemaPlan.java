package dev.taskmeta.internal.database;

import dev.taskmeta.DatabaseRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the SQL that a database administrator runs by hand instead of a migration.
 *
 * <p>It keeps the history table as Flyway does, so that a later migration applies only what is new.
 * Thread-safe.
 */
public final class SchemaPlan {

  /** What stands before a script outside of the transactions. */
  private static final String LIVE =
      """
      -- Outside of a transaction: who writes to the table is not kept waiting. It ends after all transactions
      -- that are open when it begins. If it is interrupted, print the plan anew: it begins with this again.
      """;

  private final SchemaTarget target;
  private final Engine engine;
  private final SqlNames names;
  private final List<MigrationScript> scripts;
  private final SchemaCheck check;
  private final Map<DatabaseRole, String> roles;

  /** Makes a plan of a schema. */
  public SchemaPlan(SchemaTarget target) {
    this(target, MigrationScript.newest(MigrationScript.ALL), Map.of());
  }

  /** Makes a plan of a schema and of roles that are called so. */
  SchemaPlan(SchemaTarget target, Map<DatabaseRole, String> roles) {
    this(target, MigrationScript.newest(MigrationScript.ALL), roles);
  }

  /** Makes a plan that leads to an older version, for tests of what comes after. */
  SchemaPlan(SchemaTarget target, int version) {
    this(target, version, Map.of());
  }

  private SchemaPlan(SchemaTarget target, int version, Map<DatabaseRole, String> roles) {
    this.roles = roles;
    this.target = target;
    this.engine = target.engine();
    this.names = target.sqlNames();
    this.scripts =
        MigrationScript.ALL.stream().filter(script -> script.version() <= version).toList();
    this.check = new SchemaCheck(target, scripts);
  }

  /**
   * Returns the SQL for what is pending; a comment alone if nothing is.
   *
   * @throws dev.taskmeta.SchemaException if the schema is half migrated or not ours
   * @throws SQLException if the database cannot be asked
   */
  public String sql() throws SQLException {
    SchemaState state = check.state();
    check.refuse(state);
    List<MigrationStep> steps = MigrationStep.of(target, state.history(), scripts);
    if (roles.isEmpty() && state.history().found() && steps.isEmpty()) {
      return "-- The schema of %s is up to date: nothing to run.\n".formatted(target.maskedUrl());
    }
    StringBuilder sql = new StringBuilder();
    target.ask(connection -> sql.append(plan(connection, state, steps)));
    return sql.toString();
  }

  private String plan(Connection connection, SchemaState state, List<MigrationStep> steps)
      throws SQLException {
    String schema = names.schema() == null ? currentSchema(connection) : names.schema();
    StringBuilder sql = new StringBuilder(header(schema, steps));
    boolean makesRoles = !roles.isEmpty() && engine.hasSchemas();
    RoleGrants grants = new RoleGrants(engine, names, roles, schema);
    if (makesRoles) {
      begin(sql, schema, state.history());
      commit(sql.append(grants.before(there(state))));
    }
    int rank = state.history().newestRank();
    for (MigrationStep step : steps) {
      if (step.live()) {
        MigrationScript script = step.scripts().get(0);
        String text = script.sql(engine, names.placeholders(schema, true)).strip() + "\n";
        sql.append(LIVE).append("-- ").append(script).append('\n');
        sql.append(makesRoles ? grants.asOwner(text, false) : text).append('\n');
      }
      begin(sql, schema, state.history());
      boolean first = step == steps.get(0);
      String text = statements(connection, schema, state.history(), step, first, rank);
      commit(sql.append(makesRoles ? grants.asOwner(text, true) : text));
      rank +=
          step.scripts().size() + (first && baselines(connection, schema, state.history()) ? 1 : 0);
    }
    if (makesRoles) {
      begin(sql, schema, state.history());
      commit(sql.append(grants.after()));
    }
    return sql.toString().stripTrailing() + "\n";
  }

  private List<String> there(SchemaState state) {
    List<String> there = new ArrayList<>(state.tables());
    if (state.history().found()) {
      there.add(names.history());
    }
    return there;
  }

  private boolean baselines(Connection connection, @Nullable String schema, SchemaHistory history)
      throws SQLException {
    return !history.found() && !isEmpty(connection, schema);
  }

  /** What a step does within its transaction, and notes. */
  private String statements(
      Connection connection,
      @Nullable String schema,
      SchemaHistory history,
      MigrationStep step,
      boolean first,
      int newestRank)
      throws SQLException {
    StringBuilder sql = new StringBuilder();
    HistoryTable table = new HistoryTable(engine, names);
    int rank = newestRank;
    if (!history.found() && first) {
      sql.append("-- what has been done\n").append(table.create()).append('\n');
      if (baselines(connection, schema, history)) {
        sql.append(table.baselineRow(++rank)).append('\n');
      }
    }
    for (MigrationScript script : step.scripts()) {
      if (!step.live()) {
        sql.append("\n-- ").append(script).append('\n');
        sql.append(script.sql(engine, names.placeholders(schema, false)).strip()).append("\n\n");
      }
      sql.append(table.row(++rank, script)).append('\n');
    }
    return sql.toString();
  }

  private void begin(StringBuilder sql, @Nullable String schema, SchemaHistory history) {
    if (engine.undoesFailedScripts()) {
      sql.append("begin;\n\n");
    }
    sql.append(intoSchema(schema, !history.found()));
  }

  private void commit(StringBuilder sql) {
    if (engine.undoesFailedScripts()) {
      sql.append("\ncommit;\n\n");
    }
  }

  private String header(@Nullable String schema, List<MigrationStep> steps) {
    List<MigrationScript> pending =
        steps.stream().flatMap(step -> step.scripts().stream()).toList();
    String run =
        switch (engine) {
          case POSTGRESQL -> "psql --set ON_ERROR_STOP=1 --dbname DATABASE --file FILE";
          case MYSQL -> "mysql DATABASE < FILE";
          case MARIADB -> "mariadb DATABASE < FILE";
          case SQLITE -> "sqlite3 -bail DATABASE < FILE";
        };
    return """
        -- Taskmeta: %s for %s
        -- at %s%s.
        --
        -- Run it once, as %s:
        --   %s
        -- It stops at the first error%s.
        %s
        """
        .formatted(
            steps(pending),
            engine.product(),
            target.maskedUrl().replaceAll("\\s", " "),
            schema == null ? "" : ", schema " + schema,
            roles.isEmpty() || !engine.hasSchemas()
                ? "the owner of the tables to be"
                : "an administrator of the server",
            run,
            afterAnError(steps),
            rights());
  }

  private String afterAnError(List<MigrationStep> steps) {
    if (!engine.undoesFailedScripts()) {
      return "";
    }
    boolean makesRoles = !roles.isEmpty() && engine.hasSchemas();
    return makesRoles || steps.stream().anyMatch(MigrationStep::live)
        ? " and leaves nothing behind of the transaction that it is in;\n"
            + "-- what there is to do then is in a plan that is printed anew"
        : " and leaves nothing behind then";
  }

  private String steps(List<MigrationScript> pending) {
    List<String> steps = new ArrayList<>();
    if (pending.size() == 1) {
      steps.add("V" + pending.get(0).version());
    } else if (!pending.isEmpty()) {
      steps.add("V%d to V%d".formatted(pending.get(0).version(), MigrationScript.newest(pending)));
    }
    if (!roles.isEmpty()) {
      steps.add("roles");
    }
    return String.join(" and ", steps);
  }

  /** Who needs what afterwards; where roles are made, they have it. */
  private String rights() {
    if (!roles.isEmpty()) {
      return engine.hasSchemas()
          ? ""
          : """
          -- SQLite has no users and no roles: who may read the file reads all of it, who may write it and
          -- its folder changes all of it.
          """;
    }
    return "-- Afterwards the application needs:\n"
        + rights(DatabaseRole.APPLICATION)
        + "-- Who reports needs:\n"
        + rights(DatabaseRole.REPORTING)
        + "-- With --roles this plan makes roles that have it.\n";
  }

  private String rights(DatabaseRole role) {
    return Rights.byPrivileges(role, names).entrySet().stream()
        .map(each -> "--   %s on %s%n".formatted(each.getKey(), String.join(", ", each.getValue())))
        .collect(Collectors.joining());
  }

  private String intoSchema(@Nullable String schema, boolean isNew) {
    if (schema == null) {
      return "";
    }
    boolean isMade = isNew && names.schema() != null;
    String create = isMade ? SchemaCreation.statement(engine, schema) + ";\n" : "";
    String enter = engine == Engine.POSTGRESQL ? "set local search_path to %s;\n\n" : "use %s;\n\n";
    return create + enter.formatted(engine.quoted(schema));
  }

  private @Nullable String currentSchema(Connection connection) throws SQLException {
    return switch (engine) {
      case POSTGRESQL -> first(connection, "select current_schema()");
      case MYSQL, MARIADB -> first(connection, "select database()");
      case SQLITE -> null;
    };
  }

  /** Tells whether the schema holds nothing yet: only then Flyway writes no baseline. */
  private boolean isEmpty(Connection connection, @Nullable String schema) throws SQLException {
    // A schema's name has no quote in it, but the connection's own may.
    String literal = schema == null ? "" : schema.replace("'", "''");
    String question =
        switch (engine) {
          case POSTGRESQL ->
              "select count(*) from pg_catalog.pg_class c join pg_catalog.pg_namespace n"
                  + " on n.oid = c.relnamespace where n.nspname = '"
                  + literal
                  + "'";
          case MYSQL, MARIADB ->
              "select count(*) from information_schema.tables where table_schema = '"
                  + literal.replace("\\", "\\\\")
                  + "'";
          case SQLITE -> "select count(*) from sqlite_master";
        };
    return "0".equals(first(connection, question));
  }

  private static @Nullable String first(Connection connection, String question)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      return result.next() ? result.getString(1) : null;
    }
  }
}
