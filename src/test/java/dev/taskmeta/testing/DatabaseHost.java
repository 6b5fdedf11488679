package dev.taskmeta.testing;

import javax.sql.DataSource;

/** Makes and drops the databases of tests: on a server, or as files. */
interface DatabaseHost extends AutoCloseable {
  TestEngine engine();

  String version();

  /** Where the server comes from, for people. */
  String origin();

  String host();

  int port();

  Account owner();

  boolean hasUsers();

  String jdbcUrl(String database, int port);

  DataSource adminDataSource(String database);

  TestSchema newSchema();

  void drop(String database);

  @Override
  void close();

  default void requireUsers() {
    if (!hasUsers()) {
      throw new UnsupportedOperationException(engine() + " has no users");
    }
  }
}
