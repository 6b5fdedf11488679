package dev.taskmeta;

import dev.taskmeta.spi.ReportStore;
import dev.taskmeta.spi.ResultBackendProvider;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.SchemaAdministration;
import dev.taskmeta.spi.StoreContext;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Finds the store for a URL by its scheme, or the SQL store for a data source. */
final class Providers {

  /** The scheme of every SQL database. */
  private static final String SQL = "db";

  private Providers() {}

  static ResultStore open(
      @Nullable String url, @Nullable DataSource dataSource, Settings settings) {
    StoreContext context = context(url, dataSource, settings);
    return provider(context).open(context);
  }

  static SchemaAdministration schema(
      @Nullable String url, @Nullable DataSource dataSource, Settings settings) {
    StoreContext context = context(url, dataSource, settings);
    return provider(context).schema(context);
  }

  static ReportStore reports(
      @Nullable String url, @Nullable DataSource dataSource, Settings settings) {
    StoreContext context = context(url, dataSource, settings);
    return provider(context).reports(context);
  }

  static void warmUp() {
    ServiceLoader.load(ResultBackendProvider.class).forEach(ResultBackendProvider::warmUp);
  }

  private static StoreContext context(
      @Nullable String url, @Nullable DataSource dataSource, Settings settings) {
    if (url != null && dataSource != null) {
      throw new ConfigurationException(
          "both a URL and a data source are given; give one of the two");
    }
    String effective = url == null ? settings.resultBackend().orElse(null) : url;
    if (dataSource != null) {
      return new StoreContext(null, dataSource, settings);
    }
    if (effective == null || effective.isBlank()) {
      throw new ConfigurationException(
          "result_backend is not set; give a URL such as db+postgresql://user:password@host/app,"
              + " db+sqlite:///taskmeta.db or memory://");
    }
    return new StoreContext(effective, null, settings);
  }

  private static ResultBackendProvider provider(StoreContext context) {
    String scheme = context.url() == null ? SQL : scheme(context.url());
    TreeMap<String, ResultBackendProvider> known = new TreeMap<>();
    for (ResultBackendProvider provider : ServiceLoader.load(ResultBackendProvider.class)) {
      provider.schemes().forEach(each -> known.put(each, provider));
    }
    ResultBackendProvider provider = known.get(scheme);
    if (provider == null) {
      throw new ConfigurationException(
          "no store serves the scheme '%s' of result_backend; known are %s"
              .formatted(scheme, String.join(", ", known.keySet())));
    }
    return provider;
  }

  /** What stands before the first + or : of a URL, as Celery's by_url. */
  private static String scheme(String url) {
    int end = 0;
    while (end < url.length() && "+:".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
