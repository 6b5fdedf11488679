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
      new TestDatabase(
          "PostgreSQL 18",
          TestEngine.POSTGRESQL,
          GivenServer.source("TEST_POSTGRESQL_URL", version -> !version.startsWith("13.")),
          ContainerServer.source("postgres:18"),
          PostgresqlBinaries.source("postgresql-18"));
  private static final TestDatabase POSTGRESQL_13 =
      new TestDatabase(
          "PostgreSQL 13",
          TestEngine.POSTGRESQL,
          GivenServer.source("TEST_POSTGRESQL_URL", version -> version.startsWith("13.")),
          PostgresqlBinaries.source("postgresql-13"));
  private static final TestDatabase MYSQL =
      new TestDatabase(
          "MySQL",
          TestEngine.MYSQL,
          GivenServer.source("TEST_MYSQL_URL", version -> !version.contains("MariaDB")),
          ContainerServer.source("mysql:9.7"));
  private static final TestDatabase MARIADB_10_11 =
      new TestDatabase(
          "MariaDB 10.11",
          TestEngine.MARIADB,
          GivenServer.source("TEST_MARIADB_URL", version -> version.startsWith("10.")),
          MariadbBinaries.source("mariadb-10.11"),
          ContainerServer.source("mariadb:10.11"));
  private static final TestDatabase MARIADB_11_4 =
      new TestDatabase(
          "MariaDB 11.4",
          TestEngine.MARIADB,
          GivenServer.source("TEST_MARIADB_URL", version -> !version.startsWith("10.")),
          MariadbBinaries.source("mariadb-11.4"),
          ContainerServer.source("mariadb:11.4"));
  private static final TestDatabase SQLITE = new TestDatabase("SQLite", TestEngine.SQLITE);

  private final String name;
  private final TestEngine engine;
  private final List<ServerSource> sources;
  private @Nullable DatabaseHost host;
  private @Nullable String unavailable;

  private TestDatabase(String name, TestEngine engine, ServerSource... sources) {
    this.name = name;
    this.engine = engine;
    this.sources = List.of(sources);
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

  /** Returns every database, available or not. */
  public static List<TestDatabase> all() {
    return List.of(POSTGRESQL_18, POSTGRESQL_13, MYSQL, MARIADB_10_11, MARIADB_11_4, SQLITE);
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
    if (engine == TestEngine.SQLITE) {
      return new SqliteHost();
    }
    try {
      ServerHost opened = openServer();
      Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "stop " + name));
      return opened;
    } catch (Unavailable e) {
      unavailable = "SKIPPED " + name + ": " + e.reason();
      System.out.println(unavailable);
      throw skip(unavailable);
    }
  }

  private ServerHost openServer() throws Unavailable {
    List<String> reasons = new ArrayList<>();
    for (ServerSource source : sources) {
      try {
        return new ServerHost(engine, source.open(engine));
      } catch (Unavailable e) {
        reasons.add(e.reason());
      }
    }
    throw new Unavailable(String.join(", ", reasons));
  }

  private static RuntimeException skip(String reason) {
    boolean required =
        "true".equals(System.getenv("CI"))
            || "all".equals(System.getProperty("taskmeta.test.required"));
    if (required) {
      throw new AssertionError(reason + " (skips are forbidden here)");
    }
    return new TestAbortedException(reason);
  }

  @Override
  public String toString() {
    return name;
  }
}
