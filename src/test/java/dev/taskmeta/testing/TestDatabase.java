package dev.taskmeta.testing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A database engine at one version that tests run on. Its server is started when it is first asked
 * for, at most once in this JVM, and stopped when the JVM exits. Safe for use by several threads.
 *
 * <pre>{@code
 * TestDatabase database = TestDatabase.postgresql18();
 * database.requireAvailable();
 * try (TestSchema schema = database.newSchema()) {
 *   open(schema.url());
 * }
 * }</pre>
 */
public final class TestDatabase {
  private static final TestDatabase POSTGRESQL_18 =
      server(
          "PostgreSQL 18",
          TestEngine.POSTGRESQL,
          GivenServer.source("TEST_POSTGRESQL_URL", version -> !version.startsWith("13.")),
          ContainerServer.source("postgres:18"),
          PostgresqlBinaries.source("postgresql-18"));
  private static final TestDatabase POSTGRESQL_18_BINARIES =
      server(
          "PostgreSQL 18 without Docker",
          TestEngine.POSTGRESQL,
          null,
          PostgresqlBinaries.source("postgresql-18"));
  private static final TestDatabase POSTGRESQL_13 =
      server(
          "PostgreSQL 13",
          TestEngine.POSTGRESQL,
          GivenServer.source("TEST_POSTGRESQL_URL", version -> version.startsWith("13.")),
          PostgresqlBinaries.source("postgresql-13"));
  private static final TestDatabase MYSQL =
      server(
          "MySQL",
          TestEngine.MYSQL,
          GivenServer.source("TEST_MYSQL_URL", version -> !version.contains("MariaDB")),
          ContainerServer.source("mysql:9.7"));
  private static final TestDatabase MARIADB_10_11 =
      server(
          "MariaDB 10.11",
          TestEngine.MARIADB,
          GivenServer.source("TEST_MARIADB_URL", version -> version.startsWith("10.")),
          MariadbBinaries.source("mariadb-10.11"),
          ContainerServer.source("mariadb:10.11"));
  private static final TestDatabase MARIADB_11_4 =
      server(
          "MariaDB 11.4",
          TestEngine.MARIADB,
          GivenServer.source("TEST_MARIADB_URL", version -> !version.startsWith("10.")),
          MariadbBinaries.source("mariadb-11.4"),
          ContainerServer.source("mariadb:11.4"));
  private static final TestDatabase PGBOUNCER =
      new TestDatabase(
          "PgBouncer",
          TestEngine.POSTGRESQL,
          () -> PgBouncerHost.open(POSTGRESQL_18.host()),
          noServer("PgBouncer"));
  private static final TestDatabase SQLITE =
      new TestDatabase("SQLite", TestEngine.SQLITE, SqliteHost::new, noServer("SQLite"));

  private final String name;
  private final TestEngine engine;
  private final HostSource<?> shared;
  private final HostSource<ServerHost> dedicated;
  private @Nullable DatabaseHost host;
  private @Nullable String unavailable;

  private TestDatabase(
      String name, TestEngine engine, HostSource<?> shared, HostSource<ServerHost> dedicated) {
    this.name = name;
    this.engine = engine;
    this.shared = shared;
    this.dedicated = dedicated;
  }

  private static TestDatabase server(
      String name, TestEngine engine, @Nullable ServerSource given, ServerSource... own) {
    List<ServerSource> ours = List.of(own);
    List<ServerSource> all = new ArrayList<>(ours);
    if (given != null) {
      all.add(0, given);
    }
    // Somebody else's server is never killed.
    return new TestDatabase(
        name, engine, HostSource.firstOf(engine, all), HostSource.firstOf(engine, ours));
  }

  private static HostSource<ServerHost> noServer(String name) {
    return () -> {
      throw new Unavailable(name + " has no server of its own to restart");
    };
  }

  public static TestDatabase postgresql18() {
    return POSTGRESQL_18;
  }

  public static TestDatabase postgresql13() {
    return POSTGRESQL_13;
  }

  public static TestDatabase mysql() {
    return MYSQL;
  }

  public static TestDatabase mariadb1011() {
    return MARIADB_10_11;
  }

  public static TestDatabase mariadb114() {
    return MARIADB_11_4;
  }

  public static TestDatabase sqlite() {
    return SQLITE;
  }

  /**
   * Returns PostgreSQL 18 behind PgBouncer in transaction mode: a session lasts one transaction.
   */
  public static TestDatabase pgbouncer() {
    return PGBOUNCER;
  }

  /** Returns PostgreSQL 18 from binaries, a second server beside {@link #postgresql18()}. */
  public static TestDatabase postgresql18WithoutDocker() {
    return POSTGRESQL_18_BINARIES;
  }

  /** Returns every database server and SQLite, available or not. */
  public static List<TestDatabase> all() {
    return List.of(POSTGRESQL_18, POSTGRESQL_13, MYSQL, MARIADB_10_11, MARIADB_11_4, SQLITE);
  }

  /** Returns the databases with a server, which can be restarted or have a proxy in front. */
  public static List<TestDatabase> servers() {
    return List.of(POSTGRESQL_18, POSTGRESQL_13, MYSQL, MARIADB_10_11, MARIADB_11_4);
  }

  /** Returns the name for people, such as {@code PostgreSQL 18}. */
  public String name() {
    return name;
  }

  /** Returns the engine, with what differs between engines. */
  public TestEngine engine() {
    return engine;
  }

  /**
   * Starts the server if it does not run yet; without one, the calling test is skipped with a
   * printed reason.
   *
   * @throws TestAbortedException if this machine cannot have the database
   * @throws AssertionError instead, if the environment has {@code CI=true} or the system property
   *     {@code taskmeta.test.required} is {@code all}
   */
  public void requireAvailable() {
    host();
  }

  /** Returns a fresh, empty database; as {@link #requireAvailable()} without a server. */
  public TestSchema newSchema() {
    return host().newSchema();
  }

  /** Returns the version that the server reports, such as {@code 11.4.5-MariaDB}. */
  public String version() {
    return host().version();
  }

  /** Returns the name, the version and where the server comes from, on one line. */
  public String description() {
    return name + " (" + version() + ", " + host().origin() + ")";
  }

  /**
   * Starts a server of this kind for one test alone, which may kill it.
   *
   * @throws TestAbortedException (or AssertionError, as {@link #requireAvailable()}) without one
   */
  public DedicatedServer dedicated() {
    try {
      return new DedicatedServer(dedicated.open());
    } catch (Unavailable e) {
      throw skip(reason(e));
    }
  }

  /**
   * Limits the packets of MySQL's and MariaDB's new connections until the result is closed.
   *
   * @param bytes a multiple of 1024; MariaDB's default is 16 MiB, MySQL's 64 MiB
   */
  public PacketLimit limitPackets(long bytes) {
    return new PacketLimit(host().adminDataSource(""), bytes);
  }

  private synchronized DatabaseHost host() {
    if (unavailable != null) {
      throw skip(unavailable);
    }
    if (host == null) {
      host = open();
    }
    return host;
  }

  private DatabaseHost open() {
    try {
      return shared.open();
    } catch (Unavailable e) {
      unavailable = reason(e);
      throw skip(unavailable);
    }
  }

  private String reason(Unavailable unavailability) {
    String reason = "SKIPPED " + name + ": " + unavailability.reason();
    System.out.println(reason);
    return reason;
  }

  private static RuntimeException skip(String reason) {
    throw refuse(
        reason,
        "true".equals(System.getenv("CI"))
            || "all".equals(System.getProperty("taskmeta.test.required")));
  }

  static RuntimeException refuse(String reason, boolean required) {
    if (required) {
      throw new AssertionError(reason + " (skips are forbidden here)");
    }
    throw new TestAbortedException(reason);
  }

  @Override
  public String toString() {
    return name;
  }
}
