package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.WaitOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Waiting for tasks: what wakes a waiter, what ends it, and what it costs. */
interface WaitContract extends Contract {

  Duration SOON = Duration.ofSeconds(30);

  /** Whoever waits with these is woken by the store alone: the next look comes in an hour. */
  Map<Setting, String> NO_POLLING =
      Map.of(Setting.POLL_INTERVAL_MIN, "1h", Setting.POLL_INTERVAL_MAX, "1h");

  @Test
  default void aStoreInThisProcessWakesItsWaitersAtOnce() throws Exception {
    try (ResultBackend backend = open(NO_POLLING)) {
      String id = newId();
      CountDownLatch looked = new CountDownLatch(1);
      WaitOptions options = WaitOptions.atMost(SOON).withOnLook(meta -> looked.countDown());
      CompletableFuture<Object> value =
          CompletableFuture.supplyAsync(() -> backend.asyncResult(id).get(options));
      CompletableFuture<Object> future = backend.asyncResult(id).toFuture();
      looked.await();
      // Until the waiter is registered, which follows the look, no store could wake it.
      await()
          .until(() -> Thread.getAllStackTraces().values().stream().anyMatch(WaitContract::waits));
      backend.store(update(id, SUCCESS).result(30).build());
      assertThat(value.get()).isEqualTo(30);
      assertThat(future.get()).isEqualTo(30);
    }
  }

  private static boolean waits(StackTraceElement[] stack) {
    boolean parked = false;
    for (StackTraceElement frame : stack) {
      parked |= frame.getMethodName().equals("poll") || frame.getMethodName().equals("take");
      if (parked && frame.getClassName().equals("dev.taskmeta.Wait")) {
        return true;
      }
    }
    return false;
  }

  @Test
  default void pollingFindsTheEnd() throws Exception {
    String id = newId();
    store(id, STARTED);
    List<TaskState> looks = new CopyOnWriteArrayList<>();
    WaitOptions options = WaitOptions.atMost(SOON).withOnLook(meta -> looks.add(meta.state()));
    CompletableFuture<Object> value =
        CompletableFuture.supplyAsync(() -> backend().asyncResult(id).get(options));
    await().until(() -> looks.size() > 1);
    store(update(id, Contract.PROGRESS).result(1));
    await().until(() -> looks.contains(Contract.PROGRESS));
    store(update(id, SUCCESS).result(2));
    assertThat(value.get()).isEqualTo(2);
    assertThat(looks).first().isEqualTo(STARTED);
    assertThat(looks).last().isEqualTo(SUCCESS);
  }

  @Test
  default void aFutureOfAFailureFails() {
    String id = newId();
    CompletableFuture<Object> future = backend().asyncResult(id).toFuture();
    assertThat(future).isNotDone();
    store(update(id, FAILURE).error(TaskError.of("Boom", "it broke")));
    assertThatThrownBy(future::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TaskFailedException.class)
        .hasMessageContaining("it broke");
  }

  @Test
  default void aFutureOfAnEndedTaskCompletes() throws Exception {
    String id = newId();
    store(update(id, SUCCESS).result(List.of(1)));
    assertThat(backend().asyncResult(id).toFuture().get()).isEqualTo(List.of(1));
  }

  @Test
  default void aFutureOfAResultOfAnotherTypeFails() {
    String id = newId();
    store(update(id, SUCCESS).result("no number"));
    assertThatThrownBy(backend().asyncResult(id, Integer.class).toFuture()::get)
        .hasMessageContaining(id);
  }

  @Test
  default void cancellingAFutureEndsTheWaitingAndNotTheTask() throws Exception {
    String id = newId();
    store(id, STARTED);
    CompletableFuture<Object> future = backend().asyncResult(id).toFuture();
    CompletableFuture<Object> other = backend().asyncResult(id).toFuture();
    assertThat(future.cancel(true)).isTrue();
    assertThat(backend().get(id).state()).isEqualTo(STARTED);
    store(update(id, SUCCESS).result(1));
    assertThat(other.get()).isEqualTo(1);
    assertThat(future).isCancelled();
  }

  @Test
  default void anInterruptEndsTheWaiting() throws Exception {
    String id = newId();
    List<Object> seen = new CopyOnWriteArrayList<>();
    CountDownLatch looked = new CountDownLatch(1);
    Thread waiter =
        new Thread(
            () -> {
              try {
                backend()
                    .asyncResult(id)
                    .get(WaitOptions.FOREVER.withOnLook(meta -> looked.countDown()));
              } catch (CancellationException e) {
                seen.add(e.getMessage());
                seen.add(Thread.currentThread().isInterrupted());
              }
            });
    waiter.start();
    looked.await();
    waiter.interrupt();
    waiter.join();
    assertThat(seen).hasSize(2).last().isEqualTo(true);
    assertThat(seen.get(0).toString()).contains(id);
  }

  @Test
  default void aParentThatFailsMeanwhileEndsTheWaiting() {
    String parent = newId();
    String id = newId();
    store(parent, STARTED);
    CountDownLatch looked = new CountDownLatch(1);
    AsyncResult<Object> result =
        backend().asyncResult(id).withParent(backend().asyncResult(parent));
    CompletableFuture<Object> value =
        CompletableFuture.supplyAsync(
            () -> result.get(WaitOptions.atMost(SOON).withOnLook(meta -> looked.countDown())));
    await().until(() -> looked.getCount() == 0);
    store(update(parent, FAILURE).error(TaskError.of("Boom", "the parent broke")));
    assertThatThrownBy(value::get).hasMessageContainingAll(parent, "the parent broke");
  }

  @Test
  default void whatTheCallbackThrowsEndsTheWaiting() {
    String id = newId();
    WaitOptions options =
        WaitOptions.atMost(SOON)
            .withOnLook(
                meta -> {
                  throw new UnsupportedOperationException("enough");
                });
    assertThatThrownBy(() -> backend().asyncResult(id).get(options)).hasMessage("enough");
  }

  @Test
  default void closingTheBackendEndsItsWaiters() throws Exception {
    ResultBackend backend = open(NO_POLLING);
    CompletableFuture<Object> future = backend.asyncResult(newId()).toFuture();
    backend.close();
    backend.close();
    assertThatThrownBy(future::get).hasMessageContaining("closed");
    assertThatThrownBy(() -> backend.asyncResult(newId()).toFuture())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void twoThousandWaitersNeedNoThreadsOfTheirOwn() throws Exception {
    Set<Thread> before = ourThreads();
    try (ResultBackend backend = builder().build()) {
      List<String> ids = newIds(2_000);
      List<CompletableFuture<Object>> futures = new ArrayList<>();
      ids.forEach(id -> futures.add(backend.asyncResult(id).toFuture()));
      Set<Thread> during = ourThreads();
      during.removeAll(before);
      assertThat(during).hasSizeLessThanOrEqualTo(8);
      for (int from = 0; from < ids.size(); from += 500) {
        backend.storeAll(
            ids.subList(from, from + 500).stream()
                .map(id -> update(id, SUCCESS).result(id).build())
                .toList());
      }
      for (int at = 0; at < ids.size(); at++) {
        assertThat(futures.get(at).get()).isEqualTo(ids.get(at));
      }
      during = ourThreads();
      during.removeAll(before);
      assertThat(during).hasSizeLessThanOrEqualTo(8);
      backend.forget(ids);
    }
  }

  /** The threads of all backends of this JVM, their pools' included. */
  private static Set<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("taskmeta"))
        .collect(Collectors.toSet());
  }

  @Test
  default void aTaskWhoseProcessDiedEndsItsWaiters() {
    Map<Setting, String> settings =
        Map.of(Setting.TASK_LOST_AFTER, "100ms", Setting.TASK_ALIVE_INTERVAL, "100ms");
    try (ResultBackend backend = open(settings)) {
      for (TaskState state : List.of(STARTED, Contract.PROGRESS, PENDING)) {
        String id = newId();
        backend.store(update(id, state).aliveFor(Duration.ofMillis(100)).build());
        assertThatThrownBy(() -> backend.asyncResult(id).get(SOON))
            .as("%s", state)
            .isInstanceOf(TaskFailedException.class)
            .hasMessageContainingAll(id, "WorkerLostError");
        TaskMeta meta = backend.get(id);
        assertThat(meta.state()).isEqualTo(FAILURE);
        assertThat(meta.errorType()).contains("WorkerLostError");
        assertThat(meta.errorFingerprint()).contains(meta.error().orElseThrow().fingerprint());
        assertThat(meta.finishedAt()).isPresent();
        assertThat(meta.aliveUntil()).isEmpty();
        assertThat(meta.lost()).isFalse();
        assertThat(meta.expiresAt().orElseThrow())
            .isAfter(meta.updatedAt().orElseThrow().plus(Duration.ofHours(23)));
        assertThat(backend.store(update(id, SUCCESS).result("late").build())).isTrue();
        assertThat(backend.get(id).result()).isEqualTo("late");
      }
    }
  }

  @Test
  default void aTaskThatIsRenewedIsNotLost() {
    Map<Setting, String> settings =
        Map.of(Setting.TASK_LOST_AFTER, "100ms", Setting.TASK_ALIVE_INTERVAL, "100ms");
    try (ResultBackend backend = open(settings)) {
      String id = newId();
      backend.store(update(id, STARTED).aliveFor(Duration.ofMillis(100)).build());
      backend.keepAlive(List.of(id), Duration.ofHours(1));
      assertThatThrownBy(() -> backend.asyncResult(id).get(Duration.ofMillis(500)))
          .hasMessageContaining("last state STARTED");
      assertThat(backend.get(id).lost()).isFalse();
    }
  }
}
