package dev.taskmeta.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.internal.memory.MemoryProvider;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.spi.TaskWrite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupWriterTest {

  private static final String POISON = "poison";

  private final Encoder encoder =
      new Encoder(new Codecs(List.of()), Settings.defaults(), Clock.systemUTC());
  private final ResultStore memory =
      new MemoryProvider().open(new StoreContext("memory://", null, Settings.defaults()));
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch entered = new CountDownLatch(1);
  private final List<Integer> batches = new ArrayList<>();
  private final GroupWriter writer = new GroupWriter(gated(), new Retry(Settings.defaults()), 1);

  /** A store that lets nothing through until it is opened, and chokes on one id. */
  private ResultStore gated() {
    return (ResultStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ResultStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("store")) {
                enter((List<?>) arguments[0]);
              }
              try {
                return method.invoke(memory, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void enter(List<?> writes) throws InterruptedException {
    entered.countDown();
    open.await();
    batches.add(writes.size());
    for (Object write : writes) {
      if (((TaskWrite) write).taskId().equals(POISON)) {
        throw new StoreException(null, "cannot be stored", false, null);
      }
    }
  }

  @AfterEach
  void close() {
    open.countDown();
    writer.close();
  }

  @Test
  void whatComesWhileOthersAreWrittenSharesTheNextBatch() {
    List<CompletableFuture<Boolean>> stored = storeAll("a", "b", "c", "d");
    open.countDown();
    assertThat(stored).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(10)));
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
    assertThat(batches).hasSizeLessThan(4);
  }

  @Test
  void aBadRowFailsItsOwnCallerAlone() {
    List<CompletableFuture<Boolean>> stored = storeAll("a", "b", POISON, "c");
    open.countDown();
    assertThat(stored.get(2))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(StoreException.class)
        .withMessageContaining("task " + POISON);
    for (int other : List.of(0, 1, 3)) {
      assertThat(stored.get(other)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }
    assertThat(memory.fetch(List.of("a", "b", "c", POISON))).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void aCallerInterruptedBeforeABatchHasHisUpdateStoresNothing() throws Exception {
    storeAll("first");
    entered.await();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread caller = new Thread(() -> outcome.complete(failureOf("second")));
    caller.start();
    await().until(() -> caller.getState() == Thread.State.WAITING);
    caller.interrupt();
    assertThat(outcome.join())
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("second");
    open.countDown();
    writer.close();
    assertThat(memory.fetch(List.of("first", "second"))).containsOnlyKeys("first");
  }

  private Throwable failureOf(String taskId) {
    try {
      writer.store(write(taskId));
      return new AssertionError("stored");
    } catch (CancellationException e) {
      return e;
    }
  }

  @Test
  void closingWritesWhatIsQueued() {
    storeAll("a", "b", "c");
    open.countDown();
    writer.close();
    assertThat(memory.fetch(List.of("a", "b", "c"))).hasSize(3);
    assertThatThrownBy(() -> writer.store(write("d"))).isInstanceOf(IllegalStateException.class);
  }

  private List<CompletableFuture<Boolean>> storeAll(String... taskIds) {
    List<CompletableFuture<Boolean>> stored = new ArrayList<>();
    for (String taskId : taskIds) {
      stored.add(writer.storeAsync(write(taskId)));
    }
    return stored;
  }

  private TaskWrite write(String taskId) {
    return encoder.encode(TaskUpdate.of(taskId, TaskState.STARTED));
  }
}
