package dev.taskmeta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TcpProxy;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an app does while its database is away. */
class StoreAwayTest implements DatabaseTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Override
  public TestDatabase database() {
    return TestDatabase.postgresql18();
  }

  private static ResultBackend open(String url) {
    return ResultBackend.builder()
        .url(url)
        .set(Setting.DATABASE_CONNECT_TIMEOUT, "500ms")
        .set(Setting.RESULT_BACKEND_MAX_RETRIES, "1")
        .build();
  }

  @Test
  void anOutcomeIsStoredWhenTheDatabaseIsBackAndNoCallRunsUnrecorded(TestSchema schema)
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema);
        ResultBackend backend = open(schema.url(proxy));
        ResultBackend observer = open(schema.url());
        TaskApp app = TaskApp.open(backend)) {
      AsyncResult<Boolean> result =
          app.task("slow", Boolean.class, () -> go.await(30, TimeUnit.SECONDS)).delay();
      await().atMost(LONG).until(() -> observer.get(result.id()).state().equals(TaskState.STARTED));
      proxy.refuse();
      Task0<Integer> count = app.task("count", Integer.class, runs::incrementAndGet);
      assertThatThrownBy(() -> count.applyAsync(CallOptions.DEFAULT.withId("unrecorded")))
          .isInstanceOf(StoreException.class);
      go.countDown();
      Thread closer = new Thread(() -> app.close(LONG));
      closer.start();
      await().atMost(LONG).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
      assertThat(observer.get(result.id()).state()).isEqualTo(TaskState.STARTED);
      proxy.accept();
      assertThat(observer.asyncResult(result.id(), Boolean.class).get(LONG)).isTrue();
      closer.join();
      assertThat(runs).hasValue(0);
      assertThat(observer.exists("unrecorded")).isFalse();
    }
  }

  @Test
  void closingStoresTheEndOfWhatWaitedWhenTheDatabaseIsBack(TestSchema schema) throws Exception {
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema);
        ResultBackend backend = open(schema.url(proxy));
        ResultBackend observer = open(schema.url());
        TaskApp app = TaskApp.builder(backend).poolSize(1).build()) {
      CountDownLatch never = new CountDownLatch(1);
      Task0<Boolean> busy =
          app.task(
              "busy",
              Boolean.class,
              () -> {
                never.await();
                return true;
              });
      List<String> ids = new ArrayList<>();
      for (int n = 0; n < 50; n++) {
        ids.add(busy.delay().id());
      }
      await().atMost(LONG).until(() -> observer.get(ids.get(0)).state().equals(TaskState.STARTED));
      proxy.refuse();
      Thread closer = new Thread(() -> app.close(Duration.ZERO));
      closer.start();
      await().atMost(LONG).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
      proxy.accept();
      closer.join();
      assertThat(observer.states(ids).values()).containsOnly(TaskState.REVOKED);
    }
  }
}
