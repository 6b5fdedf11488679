package dev.taskmeta.testing;

import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Leaves the waiting to {@link Readiness}, which asks every kind of server in the same way. */
final class NoWait extends AbstractWaitStrategy {
  @Override
  protected void waitUntilReady() {
    // A server is ready when it answers SQL, not when its port is open.
  }
}
