package dev.taskmeta.internal.database;

import static dev.taskmeta.internal.database.UrlOption.ignored;
import static dev.taskmeta.internal.database.UrlOption.oneOf;
import static dev.taskmeta.internal.database.UrlOption.property;
import static dev.taskmeta.internal.database.UrlOption.read;
import static dev.taskmeta.internal.database.UrlOption.refused;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of libpq, psycopg, asyncpg and pg8000 in terms of pgjdbc. */
final class PostgresqlOptions {

  private static final Map<String, String> SESSION_TARGETS =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "primary", "primary",
          "read-only", "secondary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  private static final UnaryOperator<String> SSL_MODE =
      same("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  static final List<UrlOption> TABLE =
      List.of(
          read("host", "the host, or several separated by commas"),
          read("port", "the port, or one per host"),
          read("dbname", "the database"),
          read("user", "the user"),
          read("password", "the password"),
          property("sslmode", "sslmode", SSL_MODE),
          property("ssl", "sslmode", PostgresqlOptions::sslOfAsyncpg),
          property("sslrootcert", "sslrootcert"),
          property("sslcert", "sslcert"),
          property("sslkey", "sslkey"),
          property("sslpassword", "sslpassword"),
          property("sslnegotiation", "sslNegotiation", same("postgres", "direct")),
          refused("sslcrl", "the JDBC driver reads no revocation list"),
          ignored("sslsni", "the JDBC driver always sends the host's name"),
          ignored("sslcompression", "no server compresses TLS any more"),
          property("channel_binding", "channelBinding", same("disable", "prefer", "require")),
          property("require_auth", "requireAuth"),
          property("gssencmode", "gssEncMode", same("disable", "prefer", "require")),
          property("krbsrvname", "kerberosServerName"),
          read("connect_timeout", "the time to connect, in seconds; 0 for the setting's"),
          read("timeout", "the time to connect, in seconds; 0 for the setting's"),
          property("application_name", "ApplicationName"),
          ignored("fallback_application_name", "application_name, or taskmeta"),
          property("options", "options"),
          property("target_session_attrs", "targetServerType", oneOf(SESSION_TARGETS)),
          property(
              "load_balance_hosts",
              "loadBalanceHosts",
              oneOf(Map.of("disable", "false", "random", "true"))),
          property("keepalives", "tcpKeepAlive", value -> "" + UrlOption.isTrue(value)),
          ignored("keepalives_idle", "the operating system's value holds"),
          ignored("keepalives_interval", "the operating system's value holds"),
          ignored("keepalives_count", "the operating system's value holds"),
          ignored("tcp_user_timeout", "the operating system's value holds"),
          property("prepare_threshold", "prepareThreshold", PostgresqlOptions::threshold),
          property("prepared_statement_cache_size", "prepareThreshold", PostgresqlOptions::cache),
          property("statement_cache_size", "prepareThreshold", PostgresqlOptions::cache),
          ignored("prepared_statement_name_func", "the JDBC driver names its own statements"),
          ignored("client_encoding", "it is always UTF-8"),
          ignored("async_fallback", "it concerns Python only"),
          refused("hostaddr", "write the address as the host"),
          refused("passfile", "write the password into the URL"),
          refused("service", "write host, database and user into the URL"),
          refused(
              "unix_sock", "the JDBC driver has no Unix sockets; use a host, such as localhost"),
          refused("replication", "it is not for queries"),
          refused("command_timeout", "set statement_timeout by options=-c statement_timeout=30s"));

  private PostgresqlOptions() {}

  private static UnaryOperator<String> same(String... values) {
    return oneOf(Stream.of(values).collect(Collectors.toMap(value -> value, value -> value)));
  }

  private static String sslOfAsyncpg(String value) {
    return switch (value) {
      case "true", "True", "1" -> "require";
      case "false", "False", "0" -> "disable";
      default -> SSL_MODE.apply(value);
    };
  }

  private static String threshold(String value) {
    if (value.equalsIgnoreCase("none")) {
      return "0";
    }
    if (!value.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("is a whole number; 0 for PgBouncer");
    }
    return value;
  }

  /** asyncpg's way to say "no named statements", as PgBouncer needs it. */
  private static String cache(String value) {
    return threshold(value).equals("0") ? "0" : "5";
  }
}
