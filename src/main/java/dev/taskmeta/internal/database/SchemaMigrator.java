package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.SchemaException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date, safely beside other processes that do the same at the same time.
 * Thread-safe.
 */
public final class SchemaMigrator {

  private static final Logger LOGGER = LoggerFactory.getLogger(SchemaMigrator.class);

  /** How often it begins again when another process was in the way. */
  private static final int ATTEMPTS = 8;

  private final SchemaTarget target;
  private final SchemaCheck check;
  private final SchemaProblem problem;

  /**
   * Makes a migrator of a schema.
   *
   * @throws ConfigurationException if the names do not fit the engine
   */
  public SchemaMigrator(SchemaTarget target) {
    this.target = target;
    this.check = new SchemaCheck(target);
    this.problem = new SchemaProblem(target);
  }

  /**
   * Applies what is pending. Only if something is, it needs Flyway on the class path and, on
   * PostgreSQL, two connections at once.
   *
   * @return what this call applied, such as {@code V1 create task meta}, in order
   * @throws SchemaException if a script fails, or the schema is half migrated or not ours
   * @throws ConfigurationException if Flyway is needed and missing
   * @throws SQLException if the database cannot be asked
   */
  public List<String> migrate() throws SQLException {
    if (check.isUpToDate()) {
      return List.of();
    }
    requireFlyway();
    List<String> applied = MigrationLock.around(target, this::migrateLocked);
    applied.forEach(script -> LOGGER.info("Applied {} to {}", script, target.maskedUrl()));
    return applied;
  }

  private List<String> migrateLocked() throws SQLException {
    List<String> applied = new ArrayList<>();
    int attempt = 0;
    while (true) {
      SchemaState state = check.state();
      check.refuse(state);
      List<MigrationStep> steps = MigrationStep.of(target, state.history(), MigrationScript.ALL);
      if (state.history().found() && steps.isEmpty()) {
        return applied;
      }
      SchemaCreation.createIfMissing(target);
      try {
        List<String> scripts = apply(steps.get(0));
        applied.addAll(scripts);
        if (scripts.isEmpty() && check.state().equals(state)) {
          throw new IllegalStateException("Flyway does not apply " + steps.get(0).scripts());
        }
      } catch (SQLException | RuntimeException e) {
        retryOrThrow(++attempt, state, e);
      }
    }
  }

  private List<String> apply(MigrationStep step) throws SQLException {
    return step.live()
        ? LiveRun.run(target, step.scripts().get(0)).stream().map(Object::toString).toList()
        : FlywayRun.migrate(target, MigrationScript.newest(step.scripts()));
  }

  /**
   * Returns if what failed was a race with another process; throws what is to be said otherwise.
   */
  private void retryOrThrow(int attempt, SchemaState before, Exception failure)
      throws SQLException {
    SchemaState now = check.state();
    List<String> failed = now.history().failed();
    if (!failed.isEmpty() && !undone(failed, failure)) {
      throw problem.half(failed, reason(failure), failure);
    }
    // Somebody else got on with the schema meanwhile: what failed here was a race.
    if (attempt == ATTEMPTS || !failed.isEmpty() || now.equals(before)) {
      throw problem.failed(reason(failure), failure);
    }
    LOGGER.debug("Another process migrates {} too, trying again", target.maskedUrl(), failure);
    pause(attempt);
  }

  /**
   * Takes the mark of failure off a script that failed at its first statement and so did nothing,
   * as where the user may not run DDL: otherwise it would keep all other processes from starting.
   */
  private boolean undone(List<String> failed, Exception failure) throws SQLException {
    int line = FlywayRun.failedLine(failure);
    boolean nothingDone =
        MigrationScript.ALL.stream()
            .filter(script -> failed.equals(List.of(script.fileName())))
            .anyMatch(script -> script.firstStatement(target.engine()) == line);
    if (nothingDone) {
      SqlNames names = target.sqlNames();
      target.ask(connection -> SchemaHistory.forgetFailed(connection, names));
    }
    return nothingDone;
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(20L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaException("Interrupted while waiting for another migration", e);
    }
  }

  private void requireFlyway() {
    require("org.flywaydb.core.Flyway", "flyway-core");
    switch (target.engine()) {
      case POSTGRESQL ->
          require(
              "org.flywaydb.database.postgresql.PostgreSQLDatabaseType",
              "flyway-database-postgresql");
      case MYSQL, MARIADB ->
          require("org.flywaydb.database.mysql.MySQLDatabaseType", "flyway-mysql");
      case SQLITE -> {}
    }
  }

  private void require(String className, String artifact) {
    try {
      Class.forName(className, false, SchemaMigrator.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException(
          ("To migrate the schema of %s, add the dependency org.flywaydb:%s; or run: %s and start"
                  + " with schema_mode=validate")
              .formatted(target.maskedUrl(), artifact, problem.command("")),
          e);
    }
  }

  /** Returns the database's own words, which Flyway wraps in several lines. */
  private static String reason(Throwable failure) {
    SQLException database = null;
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException found) {
        database = found;
      }
    }
    String words = String.valueOf((database == null ? failure : database).getMessage());
    return words.strip().lines().findFirst().orElse("").replaceAll("\\.$", "");
  }
}
