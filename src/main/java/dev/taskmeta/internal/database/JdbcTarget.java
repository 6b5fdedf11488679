package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a JDBC driver is given: a URL without a password, and properties.
 *
 * @param driver the driver
 * @param url the JDBC URL; only one that the user wrote so himself may hold a password
 * @param properties the driver's properties, with user and password
 */
record JdbcTarget(JdbcDriver driver, String url, Map<String, String> properties) {

  private static final Pattern PASSWORD =
      Pattern.compile("([?&])password=([^&]*)", Pattern.CASE_INSENSITIVE);

  /**
   * Translates a URL for a driver.
   *
   * @throws ConfigurationException if an option cannot work with this driver
   */
  static JdbcTarget of(DatabaseUrl url, JdbcDriver driver, Duration connectTimeout) {
    Map<String, String> properties = DriverDefaults.of(driver, connectTimeout);
    if (url.jdbcUrl() != null) {
      properties.keySet().removeIf(name -> isNamedIn(url.jdbcUrl(), name));
      return new JdbcTarget(driver, withoutPassword(url.jdbcUrl(), properties), properties);
    }
    applyOptions(url, driver, properties);
    if (driver == JdbcDriver.SQLITE) {
      return new JdbcTarget(driver, SqliteFiles.jdbcUrl(url), properties);
    }
    properties.put("user", url.userOrDefault());
    if (url.password() != null) {
      properties.put("password", url.password());
    }
    if (driver.isMysqlFamily()) {
      MysqlTlsProperties.put(MysqlTls.of(url.options()), driver, properties);
    }
    String hosts =
        url.hosts().stream().map(DatabaseUrl.Host::toString).collect(Collectors.joining(","));
    String database = PercentEncoding.encode(String.valueOf(url.database()));
    return new JdbcTarget(driver, driver.jdbcPrefix() + "//" + hosts + "/" + database, properties);
  }

  /** Returns this target with one property in place of another value. */
  JdbcTarget with(String property, String value) {
    Map<String, String> changed = new LinkedHashMap<>(properties);
    changed.put(property, value);
    return new JdbcTarget(driver, url, changed);
  }

  /** Returns this target with a property that the user's own URL does not name. */
  JdbcTarget withDefault(String property, String value) {
    return isNamedIn(url, property) ? this : with(property, value);
  }

  Properties toProperties() {
    Properties copy = new Properties();
    properties.forEach(copy::setProperty);
    return copy;
  }

  /** Names neither URL nor properties: both may hold the password. */
  @Override
  public String toString() {
    return "JdbcTarget[" + driver + "]";
  }

  private static void applyOptions(
      DatabaseUrl url, JdbcDriver driver, Map<String, String> properties) {
    url.options()
        .forEach(
            (name, value) -> {
              UrlOption option = UrlOptions.of(driver).get(name);
              try {
                if (option != null) {
                  option.effect().apply(value, properties);
                }
              } catch (IllegalArgumentException e) {
                throw new ConfigurationException(
                    "the database URL is refused: option " + name + " " + e.getMessage() + ".");
              }
            });
  }

  /** Drivers log the URL and quote it in exceptions; they do neither with the properties. */
  private static String withoutPassword(String jdbcUrl, Map<String, String> properties) {
    Matcher named = PASSWORD.matcher(jdbcUrl);
    if (!named.find()) {
      return jdbcUrl;
    }
    properties.put("password", PercentEncoding.decodeQuery(named.group(2)));
    // Of "?password=x&y=z" the question mark stays, of "&password=x" nothing does.
    String rest = jdbcUrl.substring(named.end());
    String join = named.group(1).equals("?") && !rest.isEmpty() ? "?" + rest.substring(1) : rest;
    return jdbcUrl.substring(0, named.start()) + join;
  }

  /** What the user's own JDBC URL says wins over our defaults, whatever the driver would prefer. */
  private static boolean isNamedIn(String jdbcUrl, String property) {
    String lower = jdbcUrl.toLowerCase(Locale.ROOT);
    return lower.matches("(?s).*[?&;,(]" + property.toLowerCase(Locale.ROOT) + "=.*");
  }
}
