package dev.taskmeta.testing;

/** One way to get a server; several are tried in order. */
@FunctionalInterface
interface ServerSource {
  /**
   * Starts a server, or finds a running one.
   *
   * @throws Unavailable if this machine cannot have the server this way
   */
  TestServer open(TestEngine engine) throws Unavailable;
}
