package dev.taskmeta.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Makes and drops databases on one running server. */
final class ServerHost implements DatabaseHost {
  private final TestEngine engine;
  private final TestServer server;
  private final String version;

  ServerHost(TestEngine engine, TestServer server) {
    this.engine = engine;
    this.server = server;
    Readiness.awaitReady(engine, server);
    prepareAccounts();
    this.version = queryVersion();
  }

  @Override
  public TestEngine engine() {
    return engine;
  }

  @Override
  public String host() {
    return server.host();
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public Account owner() {
    return Account.OWNER;
  }

  @Override
  public Account admin() {
    return server.admin();
  }

  @Override
  public String origin() {
    return server.origin();
  }

  @Override
  public String version() {
    return version;
  }

  TestServer server() {
    return server;
  }

  @Override
  public boolean hasUsers() {
    return true;
  }

  @Override
  public DataSource adminDataSource(String database) {
    return new DriverDataSource(
        jdbcUrl(database, port(), engine.plainTextOptions()), server.admin());
  }

  @Override
  public TestSchema newSchema() {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    TestSchema.execute(
        adminDataSource(engine.adminDatabase()), engine.createDatabase(name, owner()));
    TestSchema.execute(adminDataSource(name), engine.protectDatabase(owner()));
    return new TestSchema(this, name);
  }

  @Override
  public void drop(String name) {
    List<String> statements = new ArrayList<>(engine.dropDatabase(name));
    statements.addAll(engine.revokeAll(name, owner()));
    TestSchema.execute(adminDataSource(engine.adminDatabase()), statements);
  }

  /** Ends the server as a power cut would, starts it again, and waits until it answers. */
  void restart() {
    server.kill();
    start();
  }

  void start() {
    server.start();
    Readiness.awaitReady(engine, server);
  }

  @Override
  public void close() {
    server.close();
  }

  private void prepareAccounts() {
    List<String> statements = new ArrayList<>(engine.createAccount(Account.OWNER));
    statements.addAll(engine.createAccount(Account.RESTRICTED));
    TestSchema.execute(adminDataSource(engine.adminDatabase()), statements);
  }

  private String queryVersion() {
    try (Connection connection = adminDataSource(engine.adminDatabase()).getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(engine.versionQuery())) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(server.origin() + " tells no version", e);
    }
  }
}
