package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.internal.settings.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a URL by SQLAlchemy's rules; its messages quote no part that could hold a password. */
final class DatabaseUrlParser {

  private static final String SUPPORTED = "postgresql, mysql, mariadb, sqlite";
  private static final Pattern SCHEME =
      Pattern.compile("(?s)([A-Za-z][A-Za-z0-9_]*(?:\\+[A-Za-z0-9_]*)*)://(.*)");

  /** User and password, authority, database, query. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?s)(?:(?<user>[^:/@]*)(?::(?<password>[^@]*))?@)?(?<hosts>[^/?]*)"
              + "(?:/(?<database>[^?]*))?(?:\\?(?<query>.*))?");

  private static final Pattern HOST =
      Pattern.compile("(?:\\[(?<v6>[^\\[\\]]+)]|(?<name>[^:\\[\\]]*))(?::(?<port>\\d{0,5}))?");

  private final String url;
  private String shown = "";

  DatabaseUrlParser(String url) {
    this.url = url;
  }

  static boolean accepts(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith("jdbc:")) {
      return true;
    }
    Matcher scheme = SCHEME.matcher(lower);
    if (!scheme.matches()) {
      return false;
    }
    String first = scheme.group(1).split("\\+")[0];
    return first.matches("db|database") || JdbcDriver.ofDialect(first).isPresent();
  }

  DatabaseUrl parse() {
    if (url.startsWith("jdbc:")) {
      return parseJdbc();
    }
    Matcher scheme = SCHEME.matcher(url);
    if (!scheme.matches()) {
      throw refused("it is not of the form db+postgresql://user:password@host/database");
    }
    shown = " " + scheme.group(1) + "://...";
    JdbcDriver driver = driver(scheme.group(1).toLowerCase(Locale.ROOT));
    return driver == JdbcDriver.SQLITE ? sqlite(scheme.group(2)) : server(driver, scheme.group(2));
  }

  private DatabaseUrl parseJdbc() {
    JdbcDriver driver =
        JdbcDriver.ofJdbcUrl(url)
            .orElseThrow(
                () ->
                    refused(
                        "unknown kind of database; supported are jdbc:postgresql:, jdbc:mysql:,"
                            + " jdbc:mariadb:, jdbc:sqlite:"));
    String database = null;
    if (driver == JdbcDriver.SQLITE) {
      String path = url.substring(driver.jdbcPrefix().length()).split("\\?", 2)[0];
      database = path.isEmpty() ? null : path;
    }
    return new DatabaseUrl(driver, null, null, List.of(), database, Map.of(), url);
  }

  /** {@code db+} is Celery's prefix; what follows the database's name is the Python driver's. */
  private JdbcDriver driver(String scheme) {
    List<String> names = new ArrayList<>(List.of(scheme.split("\\+", -1)));
    if (names.size() > 1 && names.get(0).matches("db|database")) {
      names.remove(0);
    }
    String dialect = names.get(0);
    JdbcDriver driver =
        JdbcDriver.ofDialect(dialect)
            .orElseThrow(
                () ->
                    refused(
                        "unknown kind of database '" + dialect + "'; supported are " + SUPPORTED));
    boolean known =
        names.size() == 1 || (names.size() == 2 && driver.knowsPythonDriver(names.get(1)));
    if (!known) {
      throw refused(
          "unknown driver '"
              + String.join("+", names.subList(1, names.size()))
              + "' for "
              + dialect
              + "; leave it out, or write one of "
              + String.join(", ", driver.pythonDrivers()));
    }
    return driver;
  }

  private DatabaseUrl sqlite(String rest) {
    Matcher parts = parts(rest);
    if (!parts.group("hosts").isEmpty() || parts.group("user") != null) {
      throw refused(
          "SQLite has no host; write three slashes before a relative file"
              + " (db+sqlite:///taskmeta.db) and four before an absolute one"
              + " (db+sqlite:////var/lib/taskmeta.db)");
    }
    String file = parts.group("database");
    if (file != null && file.startsWith(":resource:")) {
      throw refused("a file inside a jar cannot be written to");
    }
    Map<String, String> options = options(JdbcDriver.SQLITE, parts.group("query"));
    if (!options.getOrDefault("mode", "rwc").matches("ro|rw|rwc|memory")) {
      throw refused("option mode is one of ro, rw, rwc, memory");
    }
    String database = file == null || file.isEmpty() ? null : file;
    return new DatabaseUrl(JdbcDriver.SQLITE, null, null, List.of(), database, options, null);
  }

  private DatabaseUrl server(JdbcDriver driver, String rest) {
    Matcher parts = parts(rest);
    Map<String, String> options = options(driver, parts.group("query"));
    String user = first(options.remove("user"), decoded(parts.group("user")));
    String password = first(options.remove("password"), options.remove("passwd"));
    password = first(password, decoded(parts.group("password")));
    String database = first(options.remove("dbname"), options.remove("db"));
    database = first(first(database, options.remove("database")), decoded(parts.group("database")));
    String port = options.remove("port");
    String named = options.remove("host");
    List<DatabaseUrl.Host> hosts =
        hosts(driver, named == null ? parts.group("hosts") : withPorts(named, port));
    if (named == null && port != null && hosts.size() == 1) {
      hosts = hosts(driver, hosts.get(0).name() + ":" + port);
    }
    DatabaseUrl parsed = new DatabaseUrl(driver, user, password, hosts, database, options, null);
    if (database == null) {
      if (driver.isMysqlFamily()) {
        throw refused("no database is named; write it after the host: ...@host/database");
      }
      parsed =
          new DatabaseUrl(driver, user, password, hosts, parsed.userOrDefault(), options, null);
    }
    checkValues(parsed);
    return parsed;
  }

  private Matcher parts(String rest) {
    Matcher parts = PARTS.matcher(rest);
    if (!parts.matches()) {
      throw refused("it is not of the form db+postgresql://user:password@host/database");
    }
    if (parts.group("hosts").indexOf('@') >= 0) {
      throw refused("an @ in the user or password is written %40");
    }
    return parts;
  }

  private List<DatabaseUrl.Host> hosts(JdbcDriver driver, String text) {
    List<DatabaseUrl.Host> hosts = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      hosts.add(host(driver, one));
    }
    if (hosts.size() > 1 && driver != JdbcDriver.POSTGRESQL) {
      throw refused("several hosts are possible on PostgreSQL only; name one");
    }
    return hosts;
  }

  private DatabaseUrl.Host host(JdbcDriver driver, String text) {
    if (text.startsWith("/") || text.startsWith("%2F") || text.startsWith("%2f")) {
      throw refused(
          "the JDBC driver of "
              + driver.product()
              + " has no Unix sockets in place of a host; use a host, such as localhost");
    }
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      throw refused("host and port are written host:5432, or [::1]:5432 for IPv6");
    }
    String name = first(host.group("v6"), host.group("name"));
    String port = host.group("port");
    int number = port == null || port.isEmpty() ? driver.defaultPort() : Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw refused("the port is a number from 1 to 65535");
    }
    return new DatabaseUrl.Host(name == null ? "localhost" : name, number);
  }

  /** Puts libpq's lists host=a,b and port=1,2 together: a:1,b:2. */
  private static String withPorts(String hosts, @Nullable String ports) {
    if (ports == null) {
      return hosts;
    }
    String[] names = hosts.split(",", -1);
    String[] numbers = ports.split(",", -1);
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      joined.add(names[i] + ":" + numbers[Math.min(i, numbers.length - 1)]);
    }
    return String.join(",", joined);
  }

  private Map<String, String> options(JdbcDriver driver, @Nullable String query) {
    Map<String, UrlOption> known = UrlOptions.of(driver);
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : (query == null ? "" : query).split("&")) {
      String[] parts = pair.split("=", 2);
      String name = PercentEncoding.decodeQuery(parts[0]);
      if (name.isEmpty()) {
        continue;
      }
      if (!known.containsKey(name)) {
        throw refused(
            "unknown option '"
                + name
                + "'"
                + NearestName.hint(known.keySet(), name)
                + "; known are "
                + known.values().stream()
                    .filter(option -> !option.becomes().startsWith("refused"))
                    .map(UrlOption::name)
                    .collect(Collectors.joining(", ")));
      }
      String value = parts.length == 1 ? "" : PercentEncoding.decodeQuery(parts[1]);
      if (!value.isEmpty()) {
        options.merge(name, value, name.equals("host") ? (a, b) -> a + "," + b : (a, b) -> b);
      }
    }
    checkOptions(driver, options);
    return options;
  }

  private void checkOptions(JdbcDriver driver, Map<String, String> options) {
    options.forEach(
        (name, value) -> {
          try {
            UrlOptions.of(driver).get(name).effect().apply(value, new LinkedHashMap<>());
          } catch (IllegalArgumentException e) {
            throw refused("option " + name + " " + e.getMessage());
          }
        });
  }

  /** What depends on several options is checked when they are all there. */
  private void checkValues(DatabaseUrl parsed) {
    try {
      parsed.connectTimeout();
      if (parsed.driver().isMysqlFamily()) {
        MysqlTls.of(parsed.options());
      }
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private ConfigurationException refused(@Nullable String why) {
    return new ConfigurationException("the database URL" + shown + " is refused: " + why + ".");
  }

  private static @Nullable String decoded(@Nullable String text) {
    return text == null ? null : PercentEncoding.decode(text);
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    String chosen = one == null ? other : one;
    return chosen == null || chosen.isEmpty() ? null : chosen;
  }
}
