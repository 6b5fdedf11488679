package dev.taskmeta.internal.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the SQL that a database administrator runs by hand instead of a migration.
 *
 * <p>It keeps the history table as Flyway does, so that a later migration applies only what is new.
 * Thread-safe.
 */
public final class SchemaPlan {

  private final SchemaTarget target;
  private final Engine engine;
  private final SqlNames names;
  private final List<MigrationScript> scripts;
  private final SchemaCheck check;

  /** Makes a plan of a schema. */
  public SchemaPlan(SchemaTarget target) {
    this(target, MigrationScript.newest(MigrationScript.ALL));
  }

  /** Makes a plan that leads to an older version, for tests of what comes after. */
  SchemaPlan(SchemaTarget target, int version) {
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
    List<MigrationScript> pending = state.history().pending(scripts);
    if (state.history().found() && pending.isEmpty()) {
      return "-- The schema of %s is up to date: nothing to run.\n".formatted(target.maskedUrl());
    }
    StringBuilder sql = new StringBuilder();
    target.ask(connection -> sql.append(plan(connection, state.history(), pending)));
    return sql.toString();
  }

  private String plan(Connection connection, SchemaHistory history, List<MigrationScript> pending)
      throws SQLException {
    String schema = names.schema() == null ? currentSchema(connection) : names.schema();
    StringBuilder sql = new StringBuilder(header(schema, pending));
    if (engine.undoesFailedScripts()) {
      sql.append("begin;\n\n");
    }
    sql.append(intoSchema(schema));
    HistoryTable table = new HistoryTable(engine, names.history());
    int rank = history.newestRank();
    if (!history.found()) {
      sql.append("-- what has been done\n").append(table.create()).append('\n');
      if (!isEmpty(connection, schema)) {
        sql.append(table.baselineRow(++rank)).append('\n');
      }
    }
    for (MigrationScript script : pending) {
      sql.append("\n-- ").append(script).append('\n');
      sql.append(script.sql(engine, names).strip()).append("\n\n");
      sql.append(table.row(++rank, script)).append('\n');
    }
    if (engine.undoesFailedScripts()) {
      sql.append("\ncommit;\n");
    }
    return sql.toString();
  }

  private String header(@Nullable String schema, List<MigrationScript> pending) {
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
        -- Run it once, as the owner of the tables to be:
        --   %s
        -- It stops at the first error%s.
        -- Afterwards the application needs: select, insert, update, delete on %s,
        -- and select on %s.
        -- Who reports needs: select on %s.

        """
        .formatted(
            pending.size() == 1
                ? "V" + pending.get(0).version()
                : "V%d to V%d".formatted(pending.get(0).version(), MigrationScript.newest(pending)),
            engine.product(),
            target.maskedUrl().replaceAll("\\s", " "),
            schema == null ? "" : ", schema " + schema,
            run,
            engine.undoesFailedScripts() ? " and leaves nothing behind then" : "",
            String.join(", ", names.tables()),
            names.history(),
            String.join(", ", names.views()));
  }

  private String intoSchema(@Nullable String schema) {
    if (schema == null) {
      return "";
    }
    String create = names.schema() == null ? "" : SchemaCreation.statement(engine, schema) + ";\n";
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
