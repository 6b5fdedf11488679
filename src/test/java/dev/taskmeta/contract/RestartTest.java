package dev.taskmeta.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.testing.DedicatedServer;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is killed, several times, while 64 callers store. */
class RestartTest {

  private static final int KILLS = 3;
  private static final int CALLERS = 64;

  /** How many stores are acknowledged before each kill, and after the last. */
  private static final int BETWEEN = 2_000;

  static List<TestDatabase> servers() {
    return List.of(
        TestDatabase.postgresql18WithoutDocker(), TestDatabase.mysql(), TestDatabase.mariadb114());
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatWasAcknowledgedIsThereAndNothingElseIsSaidOfIt(TestDatabase database) throws Exception {
    try (DedicatedServer server = database.dedicated();
        TestSchema schema = server.newSchema();
        ResultBackend backend =
            ResultBackend.builder()
                .url(schema.url())
                .set(Setting.DATABASE_CONNECT_TIMEOUT, "1s")
                .build()) {
      RivalCallers callers = new RivalCallers(backend);
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(() -> callers.run(CALLERS), work -> new Thread(work).start());
      try {
        for (int kill = 0; kill < KILLS; kill++) {
          awaitMore(callers);
          server.kill();
          server.start();
          assertNoContradictions(callers, schema);
        }
        awaitMore(callers);
      } finally {
        callers.stop();
      }
      running.get();
      assertNoContradictions(callers, schema);
      assertThat(callers.unheard()).as("stores that a kill has interrupted").isPositive();
      assertThat(callers.refused()).isPositive();
    }
  }

  /** Reads by a backend of its own: that of the callers may not have found the server again yet. */
  private static void assertNoContradictions(RivalCallers callers, TestSchema schema) {
    try (ResultBackend reader = ResultBackend.open(schema.url())) {
      assertThat(callers.contradictions(reader)).isEmpty();
    }
  }

  private static void awaitMore(RivalCallers callers) {
    int before = callers.accepted();
    await().atMost(Duration.ofSeconds(60)).until(() -> callers.accepted() > before + BETWEEN);
  }
}
