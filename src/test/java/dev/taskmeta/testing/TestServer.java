package dev.taskmeta.testing;

/** A running database server and how it is killed and started again; the JVM's exit ends it. */
interface TestServer extends AutoCloseable {
  /** Where the server comes from, for people. */
  String origin();

  String host();

  int port();

  Account admin();

  /** Ends the server at once, as a power cut would, and keeps its data. */
  void kill();

  /** Starts a killed server again on the same port, and returns before it may be ready. */
  void start();

  /** Ends the server and removes its data. */
  @Override
  void close();
}
