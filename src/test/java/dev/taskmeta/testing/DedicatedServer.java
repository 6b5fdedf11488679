package dev.taskmeta.testing;

/**
 * A server for one test alone, which the test may kill and start again; the port and the data stay.
 * {@link #close()} ends it and removes its data. Not for use by several threads, but its schemas
 * are.
 */
public final class DedicatedServer implements AutoCloseable {
  private final ServerHost host;

  DedicatedServer(ServerHost host) {
    this.host = host;
  }

  /** Returns a fresh, empty database of this server. */
  public TestSchema newSchema() {
    return host.newSchema();
  }

  /** Ends the server at once, as a power cut would ({@code kill -9}). */
  public void kill() {
    host.server().kill();
  }

  /** Starts the killed server on its old port and data, and waits until it answers. */
  public void start() {
    host.start();
  }

  /** {@link #kill()}, then {@link #start()}. */
  public void restart() {
    kill();
    start();
  }

  @Override
  public void close() {
    host.close();
  }
}
