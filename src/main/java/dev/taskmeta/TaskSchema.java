package dev.taskmeta;

import dev.taskmeta.retention.ProcedureSchedule;
import dev.taskmeta.spi.SchemaAdministration;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The schema of a database: made, checked, or printed for an administrator to make by hand. Each
 * method opens and closes its own connection. Safe for use by several threads.
 */
public final class TaskSchema {

  /** What the names of tables begin with that {@link #dropBenchmarkTables} may drop. */
  public static final String BENCHMARK_PREFIX = "taskmeta_bench_";

  private final SchemaAdministration administration;
  private final TableNames names;

  private TaskSchema(SchemaAdministration administration, Settings settings) {
    this.administration = administration;
    this.names = settings.tableNames();
  }

  /**
   * Returns the schema of the database that {@code result_backend} names.
   *
   * @throws ConfigurationException if it is not set, malformed, or has no schema
   */
  public static TaskSchema of(Settings settings) {
    return new TaskSchema(Providers.schema(null, null, settings), settings);
  }

  /** Returns the schema behind an application's own data source. */
  public static TaskSchema of(DataSource dataSource, Settings settings) {
    return new TaskSchema(Providers.schema(null, dataSource, settings), settings);
  }

  /**
   * Makes the schema or brings it up to date; safe when several processes do so at once.
   *
   * @return what was applied, in order; empty if it was up to date
   * @throws BackendUnavailableException if the database cannot be reached
   * @throws SchemaException if it cannot be done
   */
  public List<String> migrate() {
    return administration.migrate();
  }

  /**
   * Returns the SQL that does what {@link #migrate} would do.
   *
   * @throws BackendUnavailableException if the database cannot be reached
   */
  public String plan() {
    return administration.plan();
  }

  /**
   * Returns the SQL that does what {@link #migrate} would do, and makes four roles with the rights
   * that each needs and no more; an administrator runs it.
   *
   * @param roles what the roles are called; those that are left out have their {@link
   *     DatabaseRole#defaultName}
   * @throws ConfigurationException if a name is none: letters, digits, {@code _} and {@code -}, at
   *     most 32; or two roles have one name
   * @throws BackendUnavailableException if the database cannot be reached
   */
  public String plan(Map<DatabaseRole, String> roles) {
    Map<DatabaseRole, String> all = new EnumMap<>(DatabaseRole.class);
    for (DatabaseRole role : DatabaseRole.values()) {
      String name = roles.getOrDefault(role, role.defaultName());
      if (!name.matches("[A-Za-z_][A-Za-z0-9_-]{0,31}")) {
        throw new ConfigurationException(
            ("the name of the role %s is '%s'; it begins with a letter and has letters, digits, _"
                    + " and -, 32 at most")
                .formatted(role, name));
      }
      if (all.containsValue(name)) {
        throw new ConfigurationException(
            "two roles are called %s: give each its own name".formatted(name));
      }
      all.put(role, name);
    }
    return administration.plan(all);
  }

  /**
   * Returns a script that makes the cleanup a procedure of the database and calls it on a schedule,
   * for whoever cleans up without Java. The procedure obeys the same policies, holds and lease and
   * sends the same statements as the cleanup, with what the settings say now: {@code
   * result_expires}, {@code unfinished_expires}, {@code task_lost_after}, {@code
   * cleanup_batch_size}, {@code cleanup_pause} and {@code cleanup_rows_per_second}.
   *
   * @param schedule what is to call it
   * @param every how often: minutes that divide an hour, or hours that divide a day
   * @param longest after how long a run stops, to go on in the next; zero when all is done
   * @throws ConfigurationException if the database has no procedures, or no such schedule, or
   *     {@code every} is none of those
   * @throws BackendUnavailableException if the database cannot be reached
   */
  public String cleanupScript(ProcedureSchedule schedule, Duration every, Duration longest) {
    return administration.cleanupScript(schedule, every, longest, LostTask.ERROR);
  }

  /**
   * Looks the database over: connection, versions, rights, what differs from what the migrations
   * made, settings of the server that matter, clocks, what has expired long ago. It changes
   * nothing; what cannot be reached is a finding too.
   *
   * @return what is wrong or worth knowing, the worst first; empty if all is well
   */
  public List<Finding> diagnose() {
    return administration.diagnose();
  }

  /**
   * Checks that the schema is there and not older than this version needs.
   *
   * @throws BackendUnavailableException if the database cannot be reached
   * @throws SchemaException if it is missing, old or not ours; names the command to run
   */
  public void validate() {
    administration.validate();
  }

  /**
   * Drops the tables and views of a benchmark, with all that is in them.
   *
   * @throws ConfigurationException if the name of any of them begins otherwise than {@link
   *     #BENCHMARK_PREFIX}; nothing is dropped then
   * @throws BackendUnavailableException if the database cannot be reached
   */
  public void dropBenchmarkTables() {
    for (String table : names.byKey().values()) {
      if (!table.startsWith(BENCHMARK_PREFIX)) {
        throw new ConfigurationException(
            "%s is not dropped: only the tables of a benchmark are, whose names begin with %s"
                .formatted(table, BENCHMARK_PREFIX));
      }
    }
    administration.drop();
  }
}
