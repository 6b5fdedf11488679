package dev.taskmeta.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.Settings;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.TaskWrite;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The writer where more comes than it can write. */
class GroupWriterLoadTest {

  private static final Duration IN_TIME = Duration.ofSeconds(60);

  private final Encoder encoder =
      new Encoder(new Codecs(List.of()), Settings.defaults(), Clock.systemUTC());
  private final SteppedStore steps = new SteppedStore();

  private GroupWriter writer(ResultStore store, int writers) {
    return new GroupWriter(store, new Retry(Settings.defaults()), writers);
  }

  private TaskWrite write(String taskId, String result) {
    return encoder.encode(
        TaskUpdate.builder(taskId, TaskState.of("PROGRESS")).result(result).build());
  }

  /** One caller who stores without waiting, on and on. */
  private final class Submitter {

    private final List<CompletableFuture<Boolean>> stored = new ArrayList<>();
    private final AtomicInteger submitted = new AtomicInteger();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private final Thread thread;

    Submitter(GroupWriter writer, int count, String result) {
      thread =
          new Thread(
              () -> {
                try {
                  for (int at = 0; at < count; at++) {
                    stored.add(writer.storeAsync(write("task-" + at, result)));
                    submitted.incrementAndGet();
                  }
                  ended.complete(null);
                } catch (RuntimeException e) {
                  ended.complete(e);
                }
              });
      thread.start();
    }

    /** Waits until he is held back: he waits, and has given in nothing between two looks. */
    int awaitHeldBack() {
      AtomicInteger before = new AtomicInteger(-1);
      await()
          .until(
              () -> {
                int now = submitted.get();
                boolean waits =
                    thread.getState() == Thread.State.WAITING
                        || thread.getState() == Thread.State.TIMED_WAITING;
                return before.getAndSet(now) == now && waits;
              });
      return submitted.get();
    }
  }

  private void pushesBack(int count, String result) {
    try (GroupWriter writer = writer(steps.store(), 1)) {
      Submitter submitter = new Submitter(writer, count, result);
      assertThat(submitter.awaitHeldBack()).isPositive().isLessThan(count);
      steps.releaseAll();
      assertThat(submitter.ended).succeedsWithin(IN_TIME).isNull();
      assertThat(submitter.stored)
          .hasSize(count)
          .allSatisfy(one -> assertThat(one).succeedsWithin(IN_TIME).isEqualTo(true));
    }
  }

  @Test
  void manyUpdatesAreHeldBack() {
    pushesBack(60_000, "small");
  }

  @Test
  void largeUpdatesAreHeldBackMuchEarlier() {
    pushesBack(200, "x".repeat(1 << 20));
  }

  @Test
  void oneWhoIsInterruptedWhileHeldBackStoresNothingMore() {
    try (GroupWriter writer = writer(steps.store(), 1)) {
      Submitter submitter = new Submitter(writer, 60_000, "small");
      int submitted = submitter.awaitHeldBack();
      submitter.thread.interrupt();
      assertThat(submitter.ended)
          .succeedsWithin(IN_TIME)
          .isInstanceOf(CancellationException.class)
          .satisfies(e -> assertThat(e).hasMessageContaining("task-" + submitted));
      steps.releaseAll();
      assertThat(submitter.stored)
          .hasSize(submitted)
          .allSatisfy(one -> assertThat(one).succeedsWithin(IN_TIME).isEqualTo(true));
      assertThat(steps.stored(List.of("task-" + submitted, "task-" + (submitted - 1))))
          .containsExactly("task-" + (submitted - 1));
    }
  }

  @Test
  void closingRefusesWhomItHeldBackAndWritesTheRest() {
    GroupWriter writer = writer(steps.store(), 1);
    Submitter submitter = new Submitter(writer, 60_000, "small");
    int submitted = submitter.awaitHeldBack();
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(writer::close, work -> new Thread(work).start());
    assertThat(submitter.ended).succeedsWithin(IN_TIME).isInstanceOf(IllegalStateException.class);
    assertThat(closed).isNotDone();
    steps.releaseAll();
    assertThat(closed).succeedsWithin(IN_TIME);
    assertThat(submitter.stored).hasSize(submitted).allMatch(CompletableFuture::isDone);
    assertThat(submitter.stored).allSatisfy(one -> assertThat(one.join()).isTrue());
  }

  @Test
  void anIdIsInOneBatchAtATimeAndItsUpdatesStayInOrder() throws Exception {
    List<String> ids = List.of("a", "b", "c", "d", "e");
    Set<String> underWay = ConcurrentHashMap.newKeySet();
    Queue<String> overlaps = new ConcurrentLinkedQueue<>();
    Map<String, List<Integer>> seen =
        ids.stream().collect(Collectors.toMap(id -> id, id -> new ArrayList<>()));
    ResultStore store =
        storing(
            writes -> {
              Set<String> own = writes.stream().map(TaskWrite::taskId).collect(Collectors.toSet());
              own.stream().filter(id -> !underWay.add(id)).forEach(overlaps::add);
              writes.forEach(one -> seen.get(one.taskId()).add(one.retries()));
              Thread.yield();
              underWay.removeAll(own);
            });
    int updates = 3_000;
    try (GroupWriter writer = writer(store, 4)) {
      List<Thread> callers = new ArrayList<>();
      for (String id : ids) {
        callers.add(new Thread(() -> storeNumbered(writer, id, updates)));
      }
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertThat(overlaps).isEmpty();
    assertThat(seen.values())
        .allSatisfy(
            numbers ->
                assertThat(numbers)
                    .containsExactlyElementsOf(IntStream.range(0, updates).boxed().toList()));
  }

  private void storeNumbered(GroupWriter writer, String id, int updates) {
    for (int number = 0; number < updates; number++) {
      TaskWrite write =
          encoder.encode(TaskUpdate.builder(id, TaskState.STARTED).retries(number).build());
      // Some wait, so that both ways meet.
      if (number % 7 == 0) {
        writer.store(write);
      } else {
        writer.storeAsync(write);
      }
    }
  }

  /** What happens to a batch. */
  private interface Batch {
    void write(List<TaskWrite> writes);
  }

  private static ResultStore storing(Batch batch) {
    return (ResultStore)
        Proxy.newProxyInstance(
            ResultStore.class.getClassLoader(),
            new Class<?>[] {ResultStore.class},
            (proxy, method, arguments) -> {
              List<TaskWrite> writes =
                  ((List<?>) arguments[0]).stream().map(TaskWrite.class::cast).toList();
              batch.write(writes);
              return writes.stream().map(one -> true).toList();
            });
  }
}
