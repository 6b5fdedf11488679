package dev.taskmeta.testing;

/** Placeholder. */
public final class TcpProxy {
  int port() {
    return 0;
  }
}
