package dev.taskmeta.testing;

import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.sql.Connection;
import java.time.Duration;

/** Waits until a server answers SQL. */
final class Readiness {
  private Readiness() {}

  static void awaitListening(TestServer server) {
    await("a connection to " + server.origin())
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket(server.host(), server.port())) {
                return socket.isConnected();
              }
            });
  }

  static void awaitReady(TestEngine engine, TestServer server) {
    await("an answer of " + server.origin())
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(
            () -> {
              try (Connection connection = engine.connectAsAdmin(server)) {
                return connection.isValid(5);
              }
            });
  }
}
