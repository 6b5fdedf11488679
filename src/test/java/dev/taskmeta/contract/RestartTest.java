package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DedicatedServer;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is killed while sixteen threads store: what was acknowledged is there. */
class RestartTest {

  static List<TestDatabase> servers() {
    return List.of(
        TestDatabase.postgresql18WithoutDocker(), TestDatabase.mysql(), TestDatabase.mariadb114());
  }

  @ParameterizedTest
  @MethodSource("servers")
  void everyAcknowledgedStoreIsThereAfterTheServerWasKilled(TestDatabase database)
      throws Exception {
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicBoolean stopped = new AtomicBoolean();
    try (DedicatedServer server = database.dedicated();
        TestSchema schema = server.newSchema();
        ResultBackend backend =
            ResultBackend.builder()
                .url(schema.url())
                .set(Setting.DATABASE_CONNECT_TIMEOUT, "1s")
                .build()) {
      CompletableFuture<List<Boolean>> writers =
          CompletableFuture.supplyAsync(
              () -> write(backend, acknowledged, stopped), work -> new Thread(work).start());
      await().until(() -> acknowledged.size() > 500);
      server.kill();
      int before = acknowledged.size();
      server.start();
      await().until(() -> acknowledged.size() > before + 500);
      stopped.set(true);
      writers.get();
      Map<String, TaskMeta> metas = backend.getMany(acknowledged);
      assertThat(acknowledged).allSatisfy(id -> assertThat(metas.get(id).result()).isEqualTo(id));
    }
  }

  private static List<Boolean> write(
      ResultBackend backend, Queue<String> acknowledged, AtomicBoolean stopped) {
    try {
      return Race.atOnce(
          16,
          writer -> {
            while (!stopped.get()) {
              String id = ResultBackend.newTaskId();
              try {
                if (backend.store(TaskUpdate.builder(id, SUCCESS).result(id).build())) {
                  acknowledged.add(id);
                }
              } catch (StoreException e) {
                // The server is away; what was not acknowledged may be lost.
              }
            }
            return true;
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
