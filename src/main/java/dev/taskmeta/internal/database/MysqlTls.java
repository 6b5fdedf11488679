package dev.taskmeta.internal.database;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a connection to MySQL or MariaDB is encrypted, from the many options of the Python drivers.
 *
 * @param mode what is demanded
 * @param authorities PEM file of the authorities, or null
 * @param certificate PEM file of the client's certificate, or null
 * @param key PEM file of the client's key, or null
 */
record MysqlTls(
    Mode mode, @Nullable String authorities, @Nullable String certificate, @Nullable String key) {

  /** What is demanded of the encryption, by the names of MySQL's own clients. */
  enum Mode {
    DISABLED("disable"),
    PREFERRED("trust"),
    REQUIRED("trust"),
    VERIFY_CA("verify-ca"),
    VERIFY_IDENTITY("verify-full");

    private final String mariadb;

    Mode(String mariadb) {
      this.mariadb = mariadb;
    }

    /** Returns the MariaDB driver's word; it has none for PREFERRED, which tries two. */
    String mariadb() {
      return mariadb;
    }
  }

  /** Reads the options; throws IllegalArgumentException if they contradict one another. */
  static MysqlTls of(Map<String, String> options) {
    MysqlTls tls =
        new MysqlTls(
            mode(options), options.get("ssl_ca"), options.get("ssl_cert"), options.get("ssl_key"));
    if ((tls.certificate == null) != (tls.key == null)) {
      throw new IllegalArgumentException("ssl_cert and ssl_key go together");
    }
    if (tls.mode == Mode.DISABLED && (tls.authorities != null || tls.certificate != null)) {
      throw new IllegalArgumentException("TLS is disabled, and there are files for it");
    }
    return tls;
  }

  private static Mode mode(Map<String, String> options) {
    String named = options.get("ssl_mode");
    if (named != null) {
      try {
        return Mode.valueOf(named.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "option ssl_mode is one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY",
            e);
      }
    }
    if (is(options, "ssl_disabled", true) || is(options, "ssl", false)) {
      return Mode.DISABLED;
    }
    if (is(options, "ssl_verify_identity", true) || is(options, "ssl_check_hostname", true)) {
      return Mode.VERIFY_IDENTITY;
    }
    if (is(options, "ssl_verify_cert", true) || options.containsKey("ssl_ca")) {
      return Mode.VERIFY_CA;
    }
    boolean required = is(options, "ssl", true) || options.containsKey("ssl_cert");
    return required ? Mode.REQUIRED : Mode.PREFERRED;
  }

  private static boolean is(Map<String, String> options, String name, boolean wanted) {
    String value = options.get(name);
    try {
      return value != null && UrlOption.isTrue(value) == wanted;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option " + name + " is true or false", e);
    }
  }
}
