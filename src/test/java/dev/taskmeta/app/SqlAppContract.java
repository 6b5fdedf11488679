package dev.taskmeta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.TaskState;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.JavaProcess;
import dev.taskmeta.testing.TestSchema;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an app does on a database that several processes share. */
abstract class SqlAppContract extends AppContract implements DatabaseTest {

  private TestSchema schema;
  private ResultBackend observer;

  @BeforeEach
  void open(TestSchema schema) {
    this.schema = schema;
    super.open();
    observer = open(schema.url());
  }

  /** Opened by {@link #open(TestSchema)}, which knows the URL. */
  @Override
  void open() {}

  @Override
  String url() {
    return schema.url();
  }

  @Override
  ResultBackend observer() {
    return observer;
  }

  @Test
  void whatAKilledProcessHeldIsLostToEveryWaiter() {
    List<String> ids = List.of("running", "queued", "retrying");
    try (JavaProcess worker = JavaProcess.start(DoomedWorker.class, url())) {
      awaitState(observer.asyncResult("retrying"), TaskState.RETRY);
      awaitState(observer.asyncResult("running"), TaskState.STARTED);
      await().atMost(LONG).until(() -> observer.exists("queued"));
      List<CompletableFuture<Object>> waiters =
          ids.stream().map(id -> observer.asyncResult(id).toFuture()).toList();
      worker.kill();
      for (CompletableFuture<Object> waiter : waiters) {
        assertThat(waiter)
            .failsWithin(LONG)
            .withThrowableOfType(ExecutionException.class)
            .havingCause()
            .isInstanceOf(TaskFailedException.class)
            .withMessageContaining("WorkerLostError");
      }
    }
    ids.forEach(id -> assertThat(backend.get(id).state()).isEqualTo(TaskState.FAILURE));
  }

  @AfterEach
  void closeObserver() {
    observer.close();
  }
}
