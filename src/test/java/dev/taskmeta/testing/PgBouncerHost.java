package dev.taskmeta.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;

/** The databases of a PostgreSQL server, reached through PgBouncer in transaction mode. */
final class PgBouncerHost implements DatabaseHost {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  private final DatabaseHost postgresql;
  private final LocalServer bouncer;

  private PgBouncerHost(DatabaseHost postgresql, LocalServer bouncer) {
    this.postgresql = postgresql;
    this.bouncer = bouncer;
  }

  static PgBouncerHost open(DatabaseHost postgresql) throws Unavailable {
    if (!Files.isExecutable(PROGRAM)) {
      throw new Unavailable("no " + PROGRAM + " (apt-get install pgbouncer)");
    }
    try {
      Path directory = Files.createTempDirectory("taskmeta-pgbouncer-");
      int port = Ports.free();
      Path users = Files.writeString(directory.resolve("users.txt"), users());
      Path configuration = directory.resolve("pgbouncer.ini");
      Files.writeString(configuration, configuration(postgresql, port, users));
      ServerUser user = ServerUser.current();
      for (Path path : List.of(directory, users, configuration)) {
        user.own(path);
      }
      List<String> command = user.command(PROGRAM);
      command.add(configuration.toString());
      LocalServer server = new LocalServer("PgBouncer", directory, port, command);
      server.start();
      Readiness.awaitListening(server);
      return new PgBouncerHost(postgresql, server);
    } catch (IOException e) {
      throw new Unavailable("PgBouncer does not start: " + e.getMessage(), e);
    }
  }

  private static String configuration(DatabaseHost postgresql, int port, Path users) {
    return """
        [databases]
        * = host=%s port=%d
        [pgbouncer]
        pool_mode = transaction
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        ignore_startup_parameters = extra_float_digits
        max_client_conn = 500
        default_pool_size = 10
        server_idle_timeout = 2
        """
        .formatted(postgresql.host(), postgresql.port(), port, users);
  }

  private static String users() {
    StringBuilder users = new StringBuilder();
    for (Account account : List.of(Account.OWNER, Account.RESTRICTED)) {
      users.append("\"%s\" \"%s\"%n".formatted(account.user(), account.password()));
    }
    return users.toString();
  }

  @Override
  public TestEngine engine() {
    return TestEngine.POSTGRESQL;
  }

  @Override
  public String version() {
    return postgresql.version();
  }

  @Override
  public String origin() {
    return "PgBouncer in front of " + postgresql.origin();
  }

  @Override
  public String host() {
    return bouncer.host();
  }

  @Override
  public int port() {
    return bouncer.port();
  }

  @Override
  public Account owner() {
    return postgresql.owner();
  }

  @Override
  public Account admin() {
    return postgresql.admin();
  }

  @Override
  public boolean hasUsers() {
    return true;
  }

  @Override
  public List<String> jdbcOptions() {
    // A named statement lives in one session, and the next transaction may get another.
    return List.of("prepareThreshold=0");
  }

  @Override
  public DataSource adminDataSource(String database) {
    return postgresql.adminDataSource(database);
  }

  @Override
  public TestSchema newSchema() {
    return new TestSchema(this, postgresql.newSchema().name());
  }

  @Override
  public void drop(String database) {
    postgresql.drop(database);
  }

  @Override
  public void close() {
    bouncer.close();
  }
}
