package dev.taskmeta.testing;

import java.util.ArrayList;
import java.util.List;
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

  Account admin();

  boolean hasUsers();

  /** Returns the URL for the driver at one port of the host, with more options than the usual. */
  default String jdbcUrl(String database, int port, List<String> options) {
    List<String> all = new ArrayList<>(jdbcOptions());
    all.addAll(options);
    return engine().jdbcUrl(host(), port, database, all);
  }

  /** Options that every connection of the driver needs here. */
  default List<String> jdbcOptions() {
    return List.of();
  }

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
