package dev.taskmeta.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A fresh, empty database of a test server with the server's own default charset; {@link #close()}
 * drops it with all that is in it. Safe for use by several threads.
 */
public final class TestSchema implements AutoCloseable {
  private final DatabaseHost server;
  private final String name;
  private final List<String> afterwards = new ArrayList<>();

  TestSchema(DatabaseHost server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Returns the database's name; for SQLite the absolute path of the file. */
  public String name() {
    return name;
  }

  /** Returns the engine, with what differs between engines. */
  public TestEngine engine() {
    return server.engine();
  }

  /** Returns the host of the server, a loopback address; empty for SQLite. */
  public String host() {
    return server.host();
  }

  /** Returns the port of the server; 0 for SQLite. */
  public int port() {
    return server.port();
  }

  /** Returns the user that owns the database but is no administrator; empty for SQLite. */
  public String user() {
    return server.owner().user();
  }

  /** Returns the password of {@link #user()}, which has characters that a URL must escape. */
  public String password() {
    return server.owner().password();
  }

  /** Returns the URL that a Celery application would use, password included. */
  public String url() {
    return url(engine().urlScheme(), server.owner(), port());
  }

  /** Returns the URL as of an application with the PyMySQL driver: {@code db+mysql+pymysql://…}. */
  public String pymysqlUrl() {
    return url("db+mysql+pymysql", server.owner(), port());
  }

  /** Returns the {@link #url()} with the proxy in front of the server. */
  public String url(TcpProxy proxy) {
    return url(engine().urlScheme(), server.owner(), proxy.port());
  }

  /** Returns the URL for the driver, without user and password. */
  public String jdbcUrl() {
    return server.jdbcUrl(name, port(), List.of());
  }

  /** Returns the {@link #jdbcUrl()} with the proxy in front, unencrypted so that it can read. */
  public String jdbcUrl(TcpProxy proxy) {
    return server.jdbcUrl(name, proxy.port(), engine().plainTextOptions());
  }

  /** Returns an unpooled data source of the owner; it needs no closing. */
  public DataSource dataSource() {
    return new DriverDataSource(jdbcUrl(), server.owner());
  }

  /** Returns an unpooled data source of the owner, unencrypted, with the proxy in front. */
  public DataSource dataSource(TcpProxy proxy) {
    return new DriverDataSource(jdbcUrl(proxy), server.owner());
  }

  /**
   * Opens a new connection of the owner.
   *
   * @throws SQLException if the server refuses
   */
  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  /**
   * Runs one statement as the owner.
   *
   * @throws IllegalStateException if the database refuses it
   */
  public void execute(String sql) {
    execute(dataSource(), List.of(sql));
  }

  /**
   * Gives a user without DDL rights the rights to read and write the tables that exist now, and
   * returns the user's {@link #url()}.
   *
   * @throws UnsupportedOperationException if the engine has no users
   */
  public String restrictedUrl() {
    return restrictedUrl("public");
  }

  /** As {@link #restrictedUrl()}, for the tables of one PostgreSQL schema of this database. */
  public String restrictedUrl(String postgresqlSchema) {
    server.requireUsers();
    execute(
        server.adminDataSource(name),
        engine().grantDataOnly(name, postgresqlSchema, Account.RESTRICTED));
    return url(engine().urlScheme(), Account.RESTRICTED, port());
  }

  /** Returns the unpooled data source of the user whom {@link #restrictedUrl()} has made. */
  public DataSource restrictedDataSource() {
    return new DriverDataSource(jdbcUrl(), Account.RESTRICTED);
  }

  /** Returns the server's administrator; empty for SQLite. */
  public String administrator() {
    return server.admin().user();
  }

  /** Returns the password of {@link #administrator()}. */
  public String administratorPassword() {
    return server.admin().password();
  }

  /** Runs a script in this database as the server's administrator. */
  public void administer(String script) {
    // The driver of PostgreSQL splits scripts by itself, blocks of code and all.
    List<String> statements =
        engine() == TestEngine.POSTGRESQL
            ? List.of(script)
            : Stream.of(script.split(";\\s*(\\n|$)"))
                .filter(
                    sql -> !sql.lines().allMatch(line -> line.isBlank() || line.startsWith("--")))
                .toList();
    execute(server.adminDataSource(name), statements);
  }

  /** Lets a role go with this database; it need not be there. */
  public void dropRoleAfterwards(String role) {
    afterwards.addAll(engine().dropRole(role));
  }

  /**
   * Makes a user who has the rights of a role and none else, and returns the user's {@link #url()};
   * the user goes with this database.
   *
   * @throws UnsupportedOperationException if the engine has no users
   */
  public String memberUrl(String role) {
    server.requireUsers();
    Account account = member(role);
    execute(server.adminDataSource(name), engine().createMember(account, role));
    afterwards.addAll(engine().dropMember(account));
    return url(engine().urlScheme(), account, port());
  }

  private static Account member(String role) {
    return new Account("u_" + role, Account.RESTRICTED.password());
  }

  /** Returns the name of the user whom {@link #memberUrl} has made for a role. */
  public String memberUser(String role) {
    return member(role).user();
  }

  /** Returns the password of the user whom {@link #memberUrl} has made for a role. */
  public String memberPassword(String role) {
    return member(role).password();
  }

  /** Returns an unpooled data source of the user whom {@link #memberUrl} has made for a role. */
  public DataSource memberDataSource(String role) {
    return new DriverDataSource(jdbcUrl(), member(role));
  }

  private String url(String scheme, Account account, int port) {
    return server.hasUsers()
        ? "%s://%s:%s@%s:%d/%s"
            .formatted(scheme, account.user(), escape(account.password()), host(), port, name)
        : scheme + ":///" + name;
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static void execute(DataSource dataSource, List<String> statements) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the test database refuses " + statements, e);
    }
  }

  /** Drops the database; open connections to it are cut. */
  @Override
  public void close() {
    server.drop(name);
    if (!afterwards.isEmpty()) {
      execute(server.adminDataSource(engine().adminDatabase()), afterwards);
    }
  }

  @Override
  public String toString() {
    return engine() + " " + name;
  }
}
