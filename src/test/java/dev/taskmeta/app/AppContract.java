package dev.taskmeta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.CodecException;
import dev.taskmeta.GroupResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskRevokedException;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an app does on every store. */
abstract class AppContract {

  static final Duration LONG = Duration.ofSeconds(30);

  ResultBackend backend;
  TaskApp app;
  private final CountDownLatch released = new CountDownLatch(1);

  /** Returns the URL of an empty store. */
  abstract String url();

  /** Returns a second backend on the same store where there can be one, else the app's own. */
  abstract ResultBackend observer();

  @BeforeEach
  void open() {
    backend = open(url());
    app = TaskApp.builder(backend).poolSize(2).worker("worker-1").build();
  }

  static ResultBackend open(String url) {
    return ResultBackend.builder()
        .url(url)
        .set(Setting.TASK_ALIVE_INTERVAL, "200ms")
        .set(Setting.TASK_LOST_AFTER, "1s")
        .set(Setting.RESULT_MAX_BYTES, "64KiB")
        .build();
  }

  @AfterEach
  void close() {
    released.countDown();
    app.close(LONG);
    backend.close();
  }

  /** Keeps both workers busy until {@link #release}. */
  void occupy() {
    Task0<Boolean> busy =
        app.task("busy", Boolean.class, () -> released.await(30, TimeUnit.SECONDS));
    List<AsyncResult<Boolean>> both = List.of(busy.delay(), busy.delay());
    both.forEach(result -> awaitState(result, TaskState.STARTED));
  }

  void release() {
    released.countDown();
  }

  void awaitState(AsyncResult<?> result, TaskState state) {
    await().atMost(LONG).untilAsserted(() -> assertThat(result.state()).isEqualTo(state));
  }

  private Task2<Integer, Integer, Integer> add() {
    return app.task("add", Integer.class, (x, y) -> x + y);
  }

  @Test
  void aCallIsRecordedBeforeItRuns() {
    occupy();
    AsyncResult<Integer> sum = add().applyAsync(10, 20, CallOptions.DEFAULT.withQueue("maths"));
    TaskMeta meta = observer().get(sum.id());
    assertThat(meta.known()).isTrue();
    assertThat(meta.state()).isEqualTo(TaskState.PENDING);
    assertThat(meta.name()).contains("add");
    assertThat(meta.args()).contains(List.of(10, 20));
    assertThat(meta.queue()).contains("maths");
    assertThat(meta.createdAt()).isPresent();
    assertThat(meta.startedAt()).isEmpty();
    release();
    assertThat(sum.get(LONG)).isEqualTo(30);
  }

  @Test
  void aRunningTaskTellsWhoRunsItAndSinceWhen() {
    CountDownLatch go = new CountDownLatch(1);
    AsyncResult<Boolean> result =
        app.task("slow", Boolean.class, () -> go.await(30, TimeUnit.SECONDS)).delay();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(observer().get(result.id()).state()).isEqualTo(TaskState.STARTED));
    TaskMeta running = observer().get(result.id());
    assertThat(running.worker()).contains("worker-1");
    assertThat(running.startedAt()).isPresent();
    assertThat(running.aliveUntil()).isPresent();
    go.countDown();
    assertThat(result.get(LONG)).isTrue();
    assertThat(result.meta().finishedAt()).isPresent();
    assertThat(result.retries()).contains(0);
  }

  @Test
  void aGenericResultComesBackAsItsType() {
    Task1<Integer, List<Long>> count =
        app.task("count", new ResultType<List<Long>>() {}, (Integer n) -> List.of(1L, (long) n));
    AsyncResult<List<Long>> result = count.delay(7);
    assertThat(result.get(LONG)).containsExactly(1L, 7L);
    assertThat(count.asyncResult(result.id()).get(LONG)).containsExactly(1L, 7L);
  }

  @Test
  void aFailureIsStoredWithItsTracebackAndTheWorkerLivesOn() {
    Task1<String, String> fail =
        app.task(
            "fail",
            String.class,
            text -> {
              throw new AssertionError(text);
            });
    for (int n = 0; n < 5; n++) {
      AsyncResult<String> result = fail.delay("no luck");
      assertThatThrownBy(() -> result.get(LONG))
          .isInstanceOf(TaskFailedException.class)
          .hasMessageContaining("java.lang.AssertionError: no luck");
      assertThat(result.failed()).isTrue();
      assertThat(result.traceback().orElseThrow()).contains("AppContract");
    }
    assertThat(add().delay(1, 2).get(LONG)).isEqualTo(3);
  }

  @Test
  void aThrowableWhoseMessageCannotBeReadIsAFailureToo() {
    final class Evil extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("no message");
      }
    }
    AsyncResult<String> result =
        app.<String>task(
                "evil",
                String.class,
                () -> {
                  throw new Evil();
                })
            .delay();
    assertThatThrownBy(() -> result.get(LONG)).hasMessageContaining("cannot be read");
  }

  @Test
  void aTaskIsTriedAgainAsOftenAsItSays() {
    Task<Integer> flaky =
        app.boundTask(
            "flaky",
            Integer.class,
            context -> {
              if (context.retries() < 2) {
                throw context.retry(new IllegalStateException("not yet"), 2, Duration.ofMillis(20));
              }
              return context.retries();
            });
    AsyncResult<Integer> result = flaky.delay();
    assertThat(result.get(LONG)).isEqualTo(2);
    assertThat(result.retries()).contains(2);
    assertThat(result.traceback()).isEmpty();
  }

  @Test
  void aTaskThatWaitsForItsNextTryTellsWhyAndUntilWhen() {
    Task<Integer> later =
        app.boundTask(
            "later",
            Integer.class,
            context -> {
              throw context.retry(new IllegalStateException("not yet"), 1, Duration.ofHours(1));
            });
    AsyncResult<Integer> result = later.delay();
    awaitState(result, TaskState.RETRY);
    TaskMeta meta = observer().get(result.id());
    assertThat(meta.errorMessage()).contains("not yet");
    assertThat(meta.traceback().orElseThrow()).contains("IllegalStateException");
    assertThat(meta.eta().orElseThrow()).isAfter(Instant.now().plusSeconds(60));
    assertThat(meta.retries()).contains(0);
    assertThat(app.revoke(result.id())).isTrue();
    assertThat(observer().get(result.id()).state()).isEqualTo(TaskState.REVOKED);
  }

  @Test
  void theLastTryFailsWithItsOwnError() {
    AtomicInteger tries = new AtomicInteger();
    Task0<String> hopeless =
        app.task(
            "hopeless",
            String.class,
            () -> {
              throw new IllegalArgumentException("try " + tries.incrementAndGet());
            });
    AsyncResult<String> result =
        hopeless.applyAsync(CallOptions.DEFAULT.withRetries(2, Duration.ofMillis(10)));
    assertThatThrownBy(() -> result.get(LONG)).hasMessageContaining("try 3");
    assertThat(result.retries()).contains(2);
    Task<String> asks =
        app.boundTask(
            "asks",
            String.class,
            context -> {
              throw context.retry(
                  new IllegalArgumentException("after " + context.retries()), 1, Duration.ZERO);
            });
    assertThatThrownBy(() -> asks.delay().get(LONG)).hasMessageContaining("after 1");
  }

  @Test
  void progressIsSeenByOthers() throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Task<String> report =
        app.boundTask(
            "report",
            String.class,
            context -> {
              assertThat(context.progress(Map.of("done", 3, "of", 9))).isTrue();
              reported.countDown();
              go.await();
              return "all";
            });
    AsyncResult<String> result = report.delay();
    assertThat(reported.await(30, TimeUnit.SECONDS)).isTrue();
    TaskMeta meta = observer().get(result.id());
    assertThat(meta.state().name()).isEqualTo("PROGRESS");
    assertThat(meta.result()).isEqualTo(Map.of("done", 3, "of", 9));
    assertThat(meta.worker()).contains("worker-1");
    go.countDown();
    assertThat(result.get(LONG)).isEqualTo("all");
  }

  @Test
  void aTaskThatMayNotStartInTimeIsRevokedAsExpired() {
    occupy();
    AsyncResult<Integer> late =
        add().applyAsync(1, 2, CallOptions.DEFAULT.withExpires(Duration.ofMillis(50)));
    assertThatThrownBy(() -> late.get(LONG))
        .isInstanceOf(TaskRevokedException.class)
        .hasMessageContaining("expired");
    assertThat(late.meta().startedAt()).isEmpty();
    assertThat(late.failed()).isFalse();
  }

  @Test
  void aCountdownIsWaitedForAndTold() {
    AtomicInteger runs = new AtomicInteger();
    Task0<Integer> count = app.task("count", Integer.class, runs::incrementAndGet);
    Instant before = Instant.now();
    AsyncResult<Integer> far =
        count.applyAsync(CallOptions.DEFAULT.withCountdown(Duration.ofDays(400_000)));
    AsyncResult<Integer> near =
        count.applyAsync(CallOptions.DEFAULT.withCountdown(Duration.ofMillis(300)));
    assertThat(near.get(LONG)).isEqualTo(1);
    assertThat(near.meta().startedAt().orElseThrow()).isAfterOrEqualTo(before.plusMillis(300));
    assertThat(near.meta().eta().orElseThrow()).isAfterOrEqualTo(before.plusMillis(299));
    assertThat(far.state()).isEqualTo(TaskState.PENDING);
    assertThat(app.revoke(far.id())).isTrue();
  }

  @Test
  void aRevokedWaitingTaskNeverRuns() {
    occupy();
    AtomicInteger runs = new AtomicInteger();
    AsyncResult<Integer> result = app.task("n", Integer.class, runs::incrementAndGet).delay();
    assertThat(app.revoke(result.id())).isTrue();
    assertThat(observer().get(result.id()).state()).isEqualTo(TaskState.REVOKED);
    assertThat(observer().get(result.id()).errorMessage()).contains("revoked");
    assertThat(app.revoke(result.id())).isFalse();
    release();
    assertThat(add().delay(1, 1).get(LONG)).isEqualTo(2);
    assertThat(runs).hasValue(0);
  }

  @Test
  void aRevokedRunningTaskIsInterruptedOnlyIfAsked() {
    CountDownLatch go = new CountDownLatch(1);
    Task<String> wait =
        app.boundTask(
            "wait",
            String.class,
            context -> {
              go.await();
              return context.isRevoked() ? "revoked" : "not revoked";
            });
    AsyncResult<String> terminated = wait.delay();
    AsyncResult<String> left = wait.delay();
    awaitState(terminated, TaskState.STARTED);
    awaitState(left, TaskState.STARTED);
    assertThat(app.revoke(terminated.id(), true)).isTrue();
    assertThat(app.revoke(left.id())).isTrue();
    assertThatThrownBy(() -> terminated.get(LONG)).hasMessageContaining("terminated");
    assertThat(observer().get(left.id()).state()).isEqualTo(TaskState.REVOKED);
    go.countDown();
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(observer().get(left.id()).result()).isEqualTo("revoked"));
    assertThat(observer().get(terminated.id()).state()).isEqualTo(TaskState.REVOKED);
    assertThat(add().delay(1, 1).get(LONG)).isEqualTo(2);
  }

  @Test
  void anInterruptOfTheTasksOwnMakingIsAFailure() {
    AsyncResult<String> result =
        app.<String>task(
                "interrupted",
                String.class,
                () -> {
                  throw new InterruptedException("by myself");
                })
            .delay();
    assertThatThrownBy(() -> result.get(LONG)).hasMessageContaining("FAILURE");
  }

  @Test
  void anIgnoredResultLeavesNoRow() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    Task<String> ignored =
        app.boundTask(
            "ignored",
            String.class,
            context -> {
              assertThat(context.progress(1)).isFalse();
              ran.countDown();
              throw new IllegalStateException("nobody sees this but the log");
            });
    AsyncResult<String> result =
        ignored.applyAsync(List.of(), CallOptions.DEFAULT.withIgnoreResult(true));
    assertThat(result.ignored()).isTrue();
    assertThat(result.get(LONG)).isNull();
    assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(add().delay(1, 1).get(LONG)).isEqualTo(2);
    assertThat(observer().exists(result.id())).isFalse();
  }

  @Test
  void aGroupIsSavedAndJoined() {
    GroupResult<Integer> group = app.group(add().signature(1, 1), add().signature(2, 2));
    assertThat(group.join(LONG)).containsExactly(2, 4);
    assertThat(group.completedCount()).isEqualTo(2);
    GroupResult<Integer> restored =
        observer().restoreGroup(group.id(), Integer.class).orElseThrow();
    assertThat(restored.join(LONG)).containsExactly(2, 4);
    assertThat(observer().get(group.ids().get(0)).groupId()).contains(group.id());
    assertThat(group.progress().completedCount()).isEqualTo(2);
  }

  @Test
  void aGroupThatCannotBeRecordedRunsNothing() {
    AtomicInteger runs = new AtomicInteger();
    Task0<Integer> count = app.task("count", Integer.class, runs::incrementAndGet);
    backend.store(TaskUpdate.of("taken", TaskState.STARTED));
    Signature<Integer> free = count.signature().with(CallOptions.DEFAULT.withId("free"));
    Signature<Integer> taken = count.signature().with(CallOptions.DEFAULT.withId("taken"));
    assertThatThrownBy(() -> app.group("g", List.of(free, taken)))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("taken");
    assertThat(observer().exists("free")).isFalse();
    assertThat(observer().group("g")).isEmpty();
    assertThat(count.applyAsync(CallOptions.DEFAULT.withId("free")).get(LONG)).isEqualTo(1);
  }

  @Test
  void aTaskCalledInsideATaskIsItsChild() {
    Task2<Integer, Integer, Integer> add = add();
    Task1<Integer, List<String>> middle =
        app.task("middle", new ResultType<List<String>>() {}, n -> List.of(add.delay(n, n).id()));
    Task<String> top = app.boundTask("top", String.class, context -> middle.delay(4).id());
    AsyncResult<String> root = top.delay();
    AsyncResult<List<String>> child = middle.asyncResult(root.get(LONG));
    AsyncResult<Integer> grandchild = add.asyncResult(child.get(LONG).get(0));
    assertThat(grandchild.get(LONG)).isEqualTo(8);
    assertThat(child.meta().parentId()).contains(root.id());
    assertThat(grandchild.meta().parentId()).contains(child.id());
    assertThat(grandchild.meta().rootId()).contains(root.id());
    assertThat(root.meta().rootId()).isEmpty();
    assertThat(root.children()).extracting(AsyncResult::id).containsExactly(child.id());
    AsyncResult<Integer> adopted = add.applyAsync(1, 1, CallOptions.DEFAULT.withParent(child.id()));
    adopted.get(LONG);
    assertThat(adopted.meta().rootId()).contains(root.id());
  }

  @Test
  void waitingInsideATaskIsRefused() {
    Task2<Integer, Integer, Integer> add = add();
    AsyncResult<Integer> result =
        app.task("waits", Integer.class, () -> add.delay(1, 1).get(LONG)).delay();
    assertThatThrownBy(() -> result.get(LONG)).hasMessageContaining("must not wait");
  }

  @Test
  void closingLetsRunningTasksEndAndCallsOffTheRest() {
    CountDownLatch go = new CountDownLatch(1);
    TaskApp closing = TaskApp.builder(backend).poolSize(1).build();
    AsyncResult<Boolean> running =
        closing.task("runs", Boolean.class, () -> go.await(30, TimeUnit.SECONDS)).delay();
    awaitState(running, TaskState.STARTED);
    Task0<Integer> one = closing.task("one", Integer.class, () -> 1);
    AsyncResult<Integer> queued = one.delay();
    AsyncResult<Integer> later =
        one.applyAsync(CallOptions.DEFAULT.withCountdown(Duration.ofHours(1)));
    Thread closer = new Thread(() -> closing.close(LONG));
    closer.start();
    awaitState(queued, TaskState.REVOKED);
    awaitState(later, TaskState.REVOKED);
    assertThat(queued.meta().errorMessage().orElseThrow()).contains("closed before the task began");
    assertThatThrownBy(one::delay)
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("closed");
    go.countDown();
    assertThat(running.get(LONG)).isTrue();
    await().atMost(LONG).until(() -> !closer.isAlive());
  }

  @Test
  void closingTerminatesWhatDoesNotEndInTime() {
    TaskApp closing = TaskApp.open(backend);
    AsyncResult<Boolean> running =
        closing.task("runs", Boolean.class, () -> released.await(1, TimeUnit.HOURS)).delay();
    AsyncResult<Integer> retrying =
        closing
            .<Integer>boundTask(
                "retries",
                Integer.class,
                context -> {
                  throw context.retry(new IllegalStateException("busy"), 5, Duration.ofHours(1));
                })
            .delay();
    awaitState(running, TaskState.STARTED);
    awaitState(retrying, TaskState.RETRY);
    closing.close(Duration.ofMillis(50));
    assertThat(observer().get(running.id()).state()).isEqualTo(TaskState.REVOKED);
    assertThat(observer().get(running.id()).errorMessage()).contains("terminated");
    assertThat(observer().get(retrying.id()).state()).isEqualTo(TaskState.FAILURE);
    assertThat(observer().get(retrying.id()).errorMessage()).contains("busy");
  }

  @Test
  void aResultThatCannotBeStoredIsAFailureThatSaysWhy() {
    AsyncResult<Object> cyclic =
        app.task(
                "cyclic",
                Object.class,
                () -> {
                  List<Object> list = new ArrayList<>();
                  list.add(list);
                  return list;
                })
            .delay();
    assertThatThrownBy(() -> cyclic.get(LONG)).hasMessageContaining(cyclic.id());
    assertThat(cyclic.failed()).isTrue();
    AsyncResult<String> large = app.task("large", String.class, () -> "x".repeat(100_000)).delay();
    assertThatThrownBy(() -> large.get(LONG))
        .hasMessageContaining("RefusedValueException")
        .hasMessageContaining("65,536");
    AsyncResult<String> wordy =
        app.<String>task(
                "wordy",
                String.class,
                () -> {
                  throw new IllegalStateException("words ".repeat(50_000));
                })
            .delay();
    assertThatThrownBy(() -> wordy.get(LONG))
        .hasMessageContaining("java.lang.IllegalStateException: words words")
        .hasMessageContaining("cut: over result_max_bytes");
  }

  @Test
  void aCallThatCannotBeRecordedIsRefusedAndNeverRuns() {
    AtomicInteger runs = new AtomicInteger();
    Task1<Object, Integer> count =
        app.task("count", Integer.class, argument -> runs.incrementAndGet());
    List<Object> cyclic = new ArrayList<>();
    cyclic.add(cyclic);
    CallOptions once = CallOptions.DEFAULT.withId("once");
    assertThatThrownBy(() -> count.applyAsync(cyclic, once)).isInstanceOf(CodecException.class);
    assertThat(observer().exists("once")).isFalse();
    assertThat(count.applyAsync("fine", once).get(LONG)).isEqualTo(1);
    assertThatThrownBy(() -> count.applyAsync("again", once))
        .isInstanceOfSatisfying(
            CallRefusedException.class, e -> assertThat(e.taskId()).isEqualTo("once"))
        .hasMessageContaining("exists already");
    assertThat(count.delay("other").get(LONG)).isEqualTo(2);
  }

  @Test
  void callsRunInTheOrderInWhichTheyCame() {
    try (TaskApp single = TaskApp.builder(backend).poolSize(1).build()) {
      List<Integer> order = Collections.synchronizedList(new ArrayList<>());
      Task1<Integer, Boolean> note =
          single.task("note", Boolean.class, number -> order.add(number));
      List<AsyncResult<Boolean>> results = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        results.add(note.delay(n));
      }
      backend.resultSet(results).join(LONG);
      assertThat(order).isSorted().hasSize(20);
    }
  }

  @Test
  void manyThreadsMayCallAtOnce() throws Exception {
    Task2<Integer, Integer, Integer> add = add();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<AsyncResult<Integer>>> calls = new ArrayList<>();
      for (int n = 0; n < 64; n++) {
        int argument = n;
        calls.add(callers.submit(() -> add.delay(argument, 1)));
      }
      for (int n = 0; n < 64; n++) {
        assertThat(calls.get(n).get().get(LONG)).isEqualTo(n + 1);
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void whatTheAppHoldsIsNeverLostWhileItLives() {
    occupy();
    AsyncResult<Integer> queued = add().delay(1, 2);
    Instant first = observer().get(queued.id()).aliveUntil().orElseThrow();
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(observer().get(queued.id()).aliveUntil().orElseThrow())
                    .isAfter(first.plusMillis(1500)));
    assertThat(observer().get(queued.id()).state()).isEqualTo(TaskState.PENDING);
    release();
    assertThat(queued.get(LONG)).isEqualTo(3);
  }
}
