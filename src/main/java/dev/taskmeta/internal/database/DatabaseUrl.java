package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.internal.settings.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database: a {@code result_backend} URL as Celery and SQLAlchemy write it, or a
 * {@code jdbc:} URL. Immutable. The password appears in no message, and not in {@link #toString()}.
 *
 * @param driver the driver that the URL asks for
 * @param user the user, or null for the operating system's
 * @param password the password, or null for none
 * @param hosts the hosts; none for SQLite and for a jdbc: URL
 * @param database the database, for SQLite the file; null for none or in memory
 * @param options the options after the question mark, checked
 * @param jdbcUrl the jdbc: URL as it was written, or null
 */
public record DatabaseUrl(
    JdbcDriver driver,
    @Nullable String user,
    @Nullable String password,
    List<Host> hosts,
    @Nullable String database,
    Map<String, String> options,
    @Nullable String jdbcUrl) {

  private static final List<String> TIMEOUTS =
      List.of("connect_timeout", "connection_timeout", "timeout");

  /** A host and its port. */
  record Host(String name, int port) {

    @Override
    public String toString() {
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }
  }

  /** Checks that the options can work. */
  public DatabaseUrl {
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads a URL.
   *
   * @throws ConfigurationException if it is malformed, names another kind of database, or has an
   *     option that is unknown or cannot work; it never quotes the URL
   */
  public static DatabaseUrl parse(String url) {
    return new DatabaseUrlParser(url.strip()).parse();
  }

  /** Tells whether a URL's scheme is one of those that mean a database. */
  public static boolean accepts(String url) {
    return DatabaseUrlParser.accepts(url.strip());
  }

  /** Tells whether the database is SQLite in memory, and so lives as long as its connections. */
  public boolean isInMemory() {
    if (driver != JdbcDriver.SQLITE) {
      return false;
    }
    return database == null
        || database.equals(":memory:")
        || "memory".equals(options.get("mode"))
        || (jdbcUrl != null && jdbcUrl.contains("mode=memory"));
  }

  /** Returns SQLite's file, or nothing for another database or one in memory. */
  public Optional<Path> file() {
    if (driver != JdbcDriver.SQLITE || database == null || isInMemory()) {
      return Optional.empty();
    }
    return Optional.of(Path.of(database.startsWith("file:") ? database.substring(5) : database));
  }

  /** Returns the time to connect that the URL names, or nothing. */
  public Optional<Duration> connectTimeout() {
    if (driver == JdbcDriver.SQLITE) {
      return Optional.empty();
    }
    return TIMEOUTS.stream()
        .filter(options::containsKey)
        .map(name -> Duration.ofMillis(Long.parseLong(UrlOption.millis(options.get(name)))))
        .filter(timeout -> !timeout.isZero())
        .findFirst();
  }

  /** Returns where the database is, for messages: product, hosts, database, user. */
  public String place() {
    if (jdbcUrl != null) {
      return driver.product() + " at " + masked();
    }
    if (driver == JdbcDriver.SQLITE) {
      return file().map(file -> "SQLite file " + file).orElse("SQLite in memory");
    }
    return driver.product()
        + " at "
        + hosts.stream().map(Host::toString).collect(Collectors.joining(","))
        + " (database "
        + database
        + ", user "
        + userOrDefault()
        + ")";
  }

  /** Returns the URL without the password: what may be shown. */
  public String masked() {
    if (jdbcUrl != null) {
      return Secrets.maskUrl(jdbcUrl);
    }
    String scheme = "db+" + driver.name().toLowerCase(Locale.ROOT) + "://";
    if (driver == JdbcDriver.SQLITE) {
      return scheme + (database == null ? "" : "/" + database) + query();
    }
    String userInfo =
        user == null
            ? ""
            : PercentEncoding.encode(user) + (password == null ? "" : ":" + Secrets.MASK) + "@";
    return scheme
        + userInfo
        + hosts.stream().map(Host::toString).collect(Collectors.joining(","))
        + "/"
        + PercentEncoding.encode(String.valueOf(database))
        + query();
  }

  @Override
  public String toString() {
    return masked();
  }

  String userOrDefault() {
    return user == null ? System.getProperty("user.name", "") : user;
  }

  private String query() {
    if (options.isEmpty()) {
      return "";
    }
    return options.entrySet().stream()
        .map(
            option ->
                option.getKey()
                    + "="
                    + (Secrets.isSecretName(option.getKey())
                        ? Secrets.MASK
                        : PercentEncoding.encode(option.getValue())))
        .collect(Collectors.joining("&", "?", ""));
  }
}
