package dev.taskmeta.internal.database;

import static dev.taskmeta.internal.database.UrlOption.ignored;
import static dev.taskmeta.internal.database.UrlOption.property;
import static dev.taskmeta.internal.database.UrlOption.read;
import static dev.taskmeta.internal.database.UrlOption.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of the Python drivers for MySQL in terms of Connector/J and the MariaDB driver. */
final class MysqlOptions {

  private static final String PYTHON_ONLY = "it concerns Python only";

  static final List<UrlOption> CONNECTOR_J =
      table(
          read("unix_socket", "only with the MariaDB driver and a MariaDB server"),
          property("auth_plugin", "defaultAuthenticationPlugin"));

  static final List<UrlOption> MARIADB =
      table(
          property("unix_socket", "localSocket"),
          ignored("auth_plugin", "the server's choice holds"));

  private MysqlOptions() {}

  private static List<UrlOption> table(UrlOption... differing) {
    List<UrlOption> table = new ArrayList<>(names());
    table.addAll(List.of(differing));
    table.addAll(tls());
    table.addAll(connection());
    table.addAll(withoutEffect());
    return List.copyOf(table);
  }

  private static List<UrlOption> names() {
    return List.of(
        read("host", "the host"),
        read("port", "the port"),
        read("db", "the database"),
        read("database", "the database"),
        read("user", "the user"),
        read("password", "the password"),
        read("passwd", "the password"));
  }

  private static List<UrlOption> tls() {
    return List.of(
        read("ssl", "true: TLS is required; false: no TLS"),
        read("ssl_disabled", "true: no TLS"),
        read("ssl_mode", "DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY"),
        read("ssl_ca", "PEM file of the authorities; the certificate is verified against it"),
        read("ssl_cert", "PEM file of the client's certificate"),
        read("ssl_key", "PEM file of the client's key, PKCS#8 and without a passphrase"),
        read("ssl_verify_cert", "true: the certificate is verified"),
        read("ssl_verify_identity", "true: certificate and host name are verified"),
        read("ssl_check_hostname", "true: certificate and host name are verified"),
        refused("ssl_key_password", "write the key without a passphrase"),
        refused("ssl_capath", "put the certificates into one file and use ssl_ca"),
        refused("ssl_cipher", "restrict ciphers on the server or in the JVM"));
  }

  private static List<UrlOption> connection() {
    return List.of(
        read("connect_timeout", "the time to connect, in seconds; 0 for the setting's"),
        read("connection_timeout", "the time to connect, in seconds; 0 for the setting's"),
        property("read_timeout", "socketTimeout", UrlOption::millis),
        ignored("write_timeout", "read_timeout ends a connection that hangs"),
        property("collation", "connectionCollation"),
        new UrlOption("sql_mode", "`sessionVariables`", MysqlOptions::sqlMode),
        property("compress", "useCompression", value -> "" + UrlOption.isTrue(value)),
        new UrlOption("program_name", "`connectionAttributes`", MysqlOptions::programName),
        refused("init_command", "Taskmeta sets its sessions up itself"),
        new UrlOption(
            "local_infile",
            "refused when true: the server could read files here",
            MysqlOptions::localInfile),
        refused("client_flag", "Taskmeta chooses the protocol's flags itself"),
        refused("read_default_file", "Taskmeta reads no my.cnf; write it all into the URL"),
        refused("read_default_group", "Taskmeta reads no my.cnf; write it all into the URL"),
        refused("option_files", "Taskmeta reads no my.cnf; write it all into the URL"));
  }

  private static List<UrlOption> withoutEffect() {
    return List.of(
        ignored("charset", "it is always utf8mb4"),
        ignored("use_unicode", PYTHON_ONLY),
        ignored("autocommit", "Taskmeta begins and ends its transactions itself"),
        ignored("binary_prefix", PYTHON_ONLY),
        ignored("use_pure", PYTHON_ONLY),
        ignored("buffered", PYTHON_ONLY),
        ignored("raise_on_warnings", PYTHON_ONLY),
        ignored("max_allowed_packet", "the server's value holds"),
        ignored("async_fallback", PYTHON_ONLY));
  }

  private static void sqlMode(String value, Map<String, String> properties) {
    if (!value.matches("[A-Za-z_]+(,[A-Za-z_]+)*")) {
      throw new IllegalArgumentException("is a list of modes such as STRICT_ALL_TABLES");
    }
    properties.put("sessionVariables", "sql_mode='" + value + "'");
  }

  private static void programName(String value, Map<String, String> properties) {
    if (!value.matches("[\\w .@/-]{1,64}")) {
      throw new IllegalArgumentException("is a name of letters, digits and . @ / - _");
    }
    properties.put("connectionAttributes", "program_name:" + value);
  }

  private static void localInfile(String value, Map<String, String> properties) {
    if (UrlOption.isTrue(value)) {
      throw new IllegalArgumentException("is refused: the server could read files here");
    }
  }
}
