package dev.taskmeta;

import dev.taskmeta.spi.ResultStore;
import org.jspecify.annotations.Nullable;

/**
 * The store that the cleanup works with: the application's, or one of its own where {@code
 * maintenance_backend} names a user with more rights; that is opened when it is first needed.
 * Thread-safe.
 */
final class MaintenanceStore {

  /** One for the batches, one for the lease that is renewed beside them. */
  private static final String CONNECTIONS = "2";

  private final ResultStore application;
  private final Settings settings;
  private @Nullable ResultStore own;
  private boolean closed;

  MaintenanceStore(ResultStore application, Settings settings) {
    this.application = application;
    this.settings = settings;
  }

  synchronized ResultStore get() {
    String url = settings.maintenanceBackend().orElse(null);
    if (url == null || closed) {
      return application;
    }
    if (own == null) {
      own =
          Providers.open(
              url,
              null,
              settings.toBuilder()
                  .set(Setting.SCHEMA_MODE, SchemaMode.OFF)
                  .unset(Setting.DATABASE_CREATE_TABLES_AT_SETUP)
                  .set(Setting.DATABASE_POOL_SIZE, CONNECTIONS)
                  .build());
    }
    return own;
  }

  synchronized void close() {
    closed = true;
    if (own != null) {
      own.close();
    }
  }
}
