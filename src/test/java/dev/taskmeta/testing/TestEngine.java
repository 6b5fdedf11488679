package dev.taskmeta.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What differs between the database engines, as far as tests must know it. */
public enum TestEngine {
  POSTGRESQL("jdbc:postgresql:", 5432, "postgres", "POSTGRES_PASSWORD", "db+postgresql+psycopg2"),
  MYSQL("jdbc:mysql:", 3306, "root", "MYSQL_ROOT_PASSWORD", "db+mysql+mysqldb"),
  MARIADB("jdbc:mariadb:", 3306, "root", "MARIADB_ROOT_PASSWORD", "db+mariadb+mariadbconnector"),
  SQLITE("jdbc:sqlite:", 0, "", "", "db+sqlite");

  private final String jdbcScheme;
  private final int defaultPort;
  private final String containerAdmin;
  private final String containerPasswordVariable;
  private final String urlScheme;

  TestEngine(
      String jdbcScheme,
      int defaultPort,
      String containerAdmin,
      String containerPasswordVariable,
      String urlScheme) {
    this.jdbcScheme = jdbcScheme;
    this.defaultPort = defaultPort;
    this.containerAdmin = containerAdmin;
    this.containerPasswordVariable = containerPasswordVariable;
    this.urlScheme = urlScheme;
  }

  int defaultPort() {
    return defaultPort;
  }

  String containerAdmin() {
    return containerAdmin;
  }

  String containerPasswordVariable() {
    return containerPasswordVariable;
  }

  String urlScheme() {
    return urlScheme;
  }

  String jdbcUrl(String host, int port, String database, List<String> options) {
    List<String> all = new ArrayList<>(options);
    if (this == MARIADB) {
      // The driver insists on TLS, which servers before 11.4 do not have on their own.
      all.add(0, "sslMode=disable");
    }
    String query = all.isEmpty() ? "" : "?" + String.join("&", all);
    return jdbcScheme + "//" + host + ":" + port + "/" + database + query;
  }

  /** The database that always exists, for the administrator. */
  String adminDatabase() {
    return this == POSTGRESQL ? "postgres" : "";
  }

  Connection connectAsAdmin(TestServer server) throws SQLException {
    return DriverManager.getConnection(
        jdbcUrl(server.host(), server.port(), adminDatabase(), plainTextOptions()),
        server.admin().user(),
        server.admin().password());
  }

  /**
   * Options of the driver for a connection that is not encrypted, so that a proxy can read along.
   */
  List<String> plainTextOptions() {
    return switch (this) {
      case POSTGRESQL -> List.of("sslmode=disable");
      case MYSQL -> List.of("sslMode=DISABLED", "allowPublicKeyRetrieval=true");
      case MARIADB, SQLITE -> List.of();
    };
  }

  /** The statement that asks the server for its version. */
  public String versionQuery() {
    return switch (this) {
      case POSTGRESQL -> "select current_setting('server_version')";
      case MYSQL, MARIADB -> "select version()";
      case SQLITE -> "select sqlite_version()";
    };
  }

  /**
   * The SQL text that reads one key of a JSON text column, for example {@code result->>'answer'}.
   */
  public String jsonText(String column, String key) {
    return switch (this) {
      case POSTGRESQL, SQLITE -> column + "->>'" + key + "'";
      case MYSQL -> "json_unquote(json_extract(" + column + ", '$." + key + "'))";
      case MARIADB -> "json_value(" + column + ", '$." + key + "')";
    };
  }

  /**
   * The server's program and options: little memory, room for large values, a zone that is not UTC.
   * Nothing is forced to the disk: tests kill servers, but never cut the machine's power.
   */
  List<String> serverCommand() {
    return switch (this) {
      case POSTGRESQL ->
          List.of(
              "postgres",
              "-c",
              "max_connections=300",
              "-c",
              "shared_buffers=64MB",
              "-c",
              "fsync=off",
              "-c",
              "full_page_writes=off");
      case MYSQL ->
          List.of(
              "mysqld",
              "--skip-name-resolve",
              "--default-time-zone=-08:00",
              "--max-allowed-packet=64M",
              "--max-connections=300",
              "--innodb-buffer-pool-size=64M",
              "--innodb-flush-method=nosync",
              "--sync-binlog=0",
              "--performance-schema=OFF");
      case MARIADB ->
          List.of(
              "mariadbd",
              "--skip-name-resolve",
              "--default-time-zone=-08:00",
              "--max-allowed-packet=64M",
              "--max-connections=300",
              "--innodb-buffer-pool-size=64M",
              "--innodb-flush-method=nosync");
      case SQLITE -> List.of();
    };
  }

  List<String> createAccount(Account account) {
    return switch (this) {
      case POSTGRESQL ->
          List.of(
              "do $$ begin create role %1$s; exception when duplicate_object then null; end $$"
                  .formatted(account.user()),
              "alter role %s login password '%s'".formatted(account.user(), account.password()));
      case MYSQL, MARIADB ->
          List.of(
              "create user if not exists '%s'@'%%' identified by '%s'"
                  .formatted(account.user(), account.password()));
      case SQLITE -> List.of();
    };
  }

  /** A user who has the rights of a role from the login on, and none else. */
  List<String> createMember(Account account, String role) {
    List<String> statements = new ArrayList<>(createAccount(account));
    switch (this) {
      case POSTGRESQL -> statements.add("grant \"%s\" to %s".formatted(role, account.user()));
      case MYSQL, MARIADB -> {
        String user = "'%s'@'%%'".formatted(account.user());
        statements.add("grant `%s` to %s".formatted(role, user));
        statements.add(
            this == MYSQL
                ? "set default role all to " + user
                : "set default role `%s` for %s".formatted(role, user));
      }
      case SQLITE -> {}
    }
    return statements;
  }

  /** What undoes {@link #createMember}, once the database is gone. */
  List<String> dropMember(Account account) {
    return switch (this) {
      case POSTGRESQL -> List.of("drop role " + account.user());
      case MYSQL, MARIADB -> List.of("drop user '%s'@'%%'".formatted(account.user()));
      case SQLITE -> List.of();
    };
  }

  List<String> dropRole(String role) {
    return switch (this) {
      case POSTGRESQL -> List.of("drop role if exists \"%s\"".formatted(role));
      case MYSQL, MARIADB -> List.of("drop role if exists `%s`".formatted(role));
      case SQLITE -> List.of();
    };
  }

  List<String> createDatabase(String name, Account owner) {
    return switch (this) {
      case POSTGRESQL ->
          List.of(
              // An administrator who is not a superuser must be a member of the role to hand over
              // to.
              "grant %s to current_user".formatted(owner.user()),
              "create database %s owner %s".formatted(name, owner.user()));
      case MYSQL, MARIADB ->
          List.of(
              "create database " + name,
              "grant all on %s.* to '%s'@'%%'".formatted(name, owner.user()));
      case SQLITE -> List.of();
    };
  }

  List<String> dropDatabase(String name) {
    return switch (this) {
      case POSTGRESQL -> List.of("drop database if exists %s with (force)".formatted(name));
      case MYSQL, MARIADB -> List.of("drop database if exists " + name);
      case SQLITE -> List.of();
    };
  }

  /** Statements for the administrator inside the new database: only its owner may create tables. */
  List<String> protectDatabase(Account owner) {
    return this == POSTGRESQL
        ? List.of(
            "revoke create on schema public from public",
            "grant create, usage on schema public to " + owner.user())
        : List.of();
  }

  /** Statements for the administrator inside a database whose tables exist already. */
  List<String> grantDataOnly(String database, String schema, Account account) {
    String rights = "grant select, insert, update, delete on ";
    return switch (this) {
      case POSTGRESQL ->
          List.of(
              "grant usage on schema %s to %s".formatted(schema, account.user()),
              rights + "all tables in schema %s to %s".formatted(schema, account.user()));
      case MYSQL, MARIADB ->
          List.of(rights + "%s.* to '%s'@'%%'".formatted(database, account.user()));
      case SQLITE -> List.of();
    };
  }

  /** MySQL and MariaDB keep grants on a database that is gone. */
  List<String> revokeAll(String database, Account account) {
    return this == MYSQL || this == MARIADB
        ? List.of("revoke all on %s.* from '%s'@'%%'".formatted(database, account.user()))
        : List.of();
  }
}
