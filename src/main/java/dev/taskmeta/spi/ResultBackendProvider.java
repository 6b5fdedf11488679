package dev.taskmeta.spi;

import dev.taskmeta.ConfigurationException;
import java.util.Set;

/**
 * Opens stores for URL schemes; found by {@link java.util.ServiceLoader}. Needs a public
 * constructor without parameters.
 */
public interface ResultBackendProvider {

  /**
   * Returns the schemes this provider serves, in lower case, as Celery's aliases: what stands
   * before the first {@code +} or {@code :} of the URL, such as {@code db} or {@code memory}.
   */
  Set<String> schemes();

  /**
   * Begins to load, in the background, what opening a store takes; returns at once, and may be
   * called any number of times. By default there is nothing to load.
   */
  default void warmUp() {}

  /**
   * Opens a store; the schema is migrated, validated or left alone as the settings say.
   *
   * @throws dev.taskmeta.TaskmetaException if it cannot
   */
  ResultStore open(StoreContext context);

  /**
   * Returns the schema's administration.
   *
   * @throws dev.taskmeta.ConfigurationException if this store has no schema
   */
  SchemaAdministration schema(StoreContext context);

  /**
   * Opens what makes reports; it checks and makes nothing.
   *
   * @throws dev.taskmeta.ConfigurationException if this store makes no reports
   */
  default ReportStore reports(StoreContext context) {
    throw new ConfigurationException(
        "this store makes no reports; give the URL of a database, such as db+sqlite:///taskmeta.db");
  }
}
