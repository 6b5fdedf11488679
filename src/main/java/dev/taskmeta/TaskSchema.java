package dev.taskmeta;

import dev.taskmeta.spi.SchemaAdministration;
import java.util.List;
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
