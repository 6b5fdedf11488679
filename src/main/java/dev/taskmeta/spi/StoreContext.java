package dev.taskmeta.spi;

import dev.taskmeta.Settings;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a provider opens a store with.
 *
 * @param url the backend's URL; null where a data source is given
 * @param dataSource the application's own data source, never closed by the store; null where a URL
 *     is given
 * @param settings all settings
 */
public record StoreContext(
    @Nullable String url, @Nullable DataSource dataSource, Settings settings) {

  /** Returns the settings alone, whose secrets are masked. */
  @Override
  public String toString() {
    return "StoreContext[" + settings + "]";
  }
}
