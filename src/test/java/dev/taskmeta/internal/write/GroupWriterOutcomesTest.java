package dev.taskmeta.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.spi.TaskWrite;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each caller of a shared batch is told, whatever becomes of the others. */
class GroupWriterOutcomesTest {

  private static final Duration IN_TIME = Duration.ofSeconds(30);

  private final Encoder encoder =
      new Encoder(new Codecs(List.of()), Settings.defaults(), Clock.systemUTC());
  private final SteppedStore steps = new SteppedStore();
  private final Retry once =
      new Retry(Settings.builder().set(Setting.RESULT_BACKEND_MAX_RETRIES, "0").build());
  private final GroupWriter writer = new GroupWriter(steps.store(), once, 1);

  @AfterEach
  void close() {
    steps.releaseAll();
    writer.close();
  }

  private TaskWrite write(String taskId, TaskState state) {
    return encoder.encode(TaskUpdate.of(taskId, state));
  }

  private CompletableFuture<Boolean> storeAsync(String taskId, TaskState state) {
    return writer.storeAsync(write(taskId, state));
  }

  private CompletableFuture<Boolean> storeAsync(String taskId) {
    return storeAsync(taskId, TaskState.STARTED);
  }

  /** Lets a batch begin, so that whatever comes now waits for the next. */
  private SteppedStore.Batch occupyWriter() {
    storeAsync("first");
    return steps.next();
  }

  private static void awaitWaiting(Thread caller) {
    await()
        .until(
            () ->
                caller.getState() == Thread.State.WAITING
                    || caller.getState() == Thread.State.TIMED_WAITING);
  }

  @Test
  void aCallerInterruptedWhileABatchHasHisUpdateHearsWhatBecameOfIt() {
    CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              outcome.complete(writer.store(write("mine", TaskState.STARTED)));
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    SteppedStore.Batch first = occupyWriter();
    caller.start();
    awaitWaiting(caller);
    CompletableFuture<Boolean> other = storeAsync("other");
    first.release();
    SteppedStore.Batch shared = steps.next();
    assertThat(shared.ids()).containsExactlyInAnyOrder("mine", "other");
    caller.interrupt();
    shared.release();
    assertThat(outcome).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(interrupted).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(other).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(steps.stored(List.of("mine", "other"))).containsExactly("mine", "other");
  }

  @Test
  void cancellingTakesNothingBackAndConcernsNobodyElse() {
    SteppedStore.Batch first = occupyWriter();
    CompletableFuture<Boolean> early = storeAsync("early");
    CompletableFuture<Boolean> late = storeAsync("late");
    CompletableFuture<Boolean> other = storeAsync("other");
    early.cancel(true);
    first.release();
    SteppedStore.Batch shared = steps.next();
    late.cancel(true);
    shared.release();
    assertThat(other).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(early).isCancelled();
    assertThat(late).isCancelled();
    writer.close();
    assertThat(steps.stored(List.of("early", "late", "other")))
        .containsExactly("early", "late", "other");
  }

  @Test
  void whereABatchFailsForAPassingReasonNobodyIsTold() {
    SteppedStore.Batch first = occupyWriter();
    List<String> ids = List.of("a", "b", "c");
    List<CompletableFuture<Boolean>> stored = new ArrayList<>();
    ids.forEach(id -> stored.add(storeAsync(id)));
    first.release();
    SteppedStore.Batch shared = steps.next();
    assertThat(shared.ids()).containsExactlyInAnyOrderElementsOf(ids);
    shared.fail(new StoreException(null, "deadlock", true, null));
    for (int at = 0; at < ids.size(); at++) {
      String id = ids.get(at);
      assertThat(stored.get(at))
          .failsWithin(IN_TIME)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(StoreException.class)
          .satisfies(e -> assertThat(((StoreException) e.getCause()).taskId()).isEqualTo(id));
    }
    assertThat(steps.stored(ids)).isEmpty();
    CompletableFuture<Boolean> next = storeAsync("a");
    steps.next().release();
    assertThat(next).succeedsWithin(IN_TIME).isEqualTo(true);
  }

  @Test
  void anErrorInTheStoreFailsTheCallersAndTheWriterGoesOn() {
    CompletableFuture<Boolean> failed = storeAsync("a");
    steps.next().fail(new AssertionError("out of something"));
    assertThat(failed)
        .failsWithin(IN_TIME)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(AssertionError.class);
    CompletableFuture<Boolean> next = storeAsync("a");
    steps.next().release();
    assertThat(next).succeedsWithin(IN_TIME).isEqualTo(true);
  }

  @Test
  void severalUpdatesOfOneTaskKeepTheirOrderAndTheirAnswers() {
    SteppedStore.Batch first = occupyWriter();
    List<CompletableFuture<Boolean>> stored =
        List.of(
            storeAsync("a", TaskState.PENDING),
            storeAsync("b", TaskState.SUCCESS),
            storeAsync("a", TaskState.STARTED),
            storeAsync("b", TaskState.FAILURE),
            storeAsync("a", TaskState.SUCCESS),
            storeAsync("a", TaskState.RETRY));
    first.release();
    SteppedStore.Batch shared = steps.next();
    assertThat(shared.writes())
        .filteredOn(one -> one.taskId().equals("a"))
        .extracting(TaskWrite::state)
        .containsExactly(TaskState.PENDING, TaskState.STARTED, TaskState.SUCCESS, TaskState.RETRY);
    shared.release();
    assertThat(stored)
        .extracting(CompletableFuture::join)
        .containsExactly(true, true, true, false, true, false);
  }

  @Test
  void theRowsBesideABadOneKeepTheirOrderToo() {
    SteppedStore.Batch first = occupyWriter();
    CompletableFuture<Boolean> started = storeAsync("a", TaskState.STARTED);
    CompletableFuture<Boolean> bad = storeAsync("bad");
    CompletableFuture<Boolean> success = storeAsync("a", TaskState.SUCCESS);
    CompletableFuture<Boolean> late = storeAsync("a", TaskState.FAILURE);
    first.release();
    steps.next().fail(new StoreException(null, "cannot be stored", false, null));
    for (int alone = 0; alone < 4; alone++) {
      SteppedStore.Batch single = steps.next();
      assertThat(single.writes()).hasSize(1);
      if (single.ids().contains("bad")) {
        single.fail(new StoreException(null, "cannot be stored", false, null));
      } else {
        single.release();
      }
    }
    assertThat(started).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(success).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(late).succeedsWithin(IN_TIME).isEqualTo(false);
    assertThat(bad).failsWithin(IN_TIME);
    assertThat(steps.stored(List.of("a", "bad"))).containsExactly("a");
  }

  @Test
  void everyoneOfAFullBatchIsWokenWithHisOwnAnswer() {
    SteppedStore.Batch first = occupyWriter();
    List<Caller> callers = new ArrayList<>();
    List<CompletableFuture<Boolean>> others = new ArrayList<>();
    for (int at = 0; at < 100; at++) {
      callers.add(new Caller("caller-" + at, TaskState.SUCCESS));
      others.add(storeAsync("other-" + at));
    }
    first.release();
    SteppedStore.Batch shared = steps.next();
    assertThat(shared.ids()).hasSize(200);
    callers.get(7).thread.interrupt();
    shared.release();
    assertThat(callers)
        .allSatisfy(one -> assertThat(one.outcome).succeedsWithin(IN_TIME).isEqualTo(true));
    assertThat(others).allSatisfy(one -> assertThat(one).succeedsWithin(IN_TIME).isEqualTo(true));
  }

  @Test
  void everyoneOfAFullBatchHearsOfItsFailureAndOfHisOwnTask() {
    SteppedStore.Batch first = occupyWriter();
    List<Caller> callers = new ArrayList<>();
    for (int at = 0; at < 100; at++) {
      callers.add(new Caller("caller-" + at, TaskState.STARTED));
    }
    first.release();
    steps.next().fail(new StoreException(null, "deadlock", true, null));
    assertThat(callers)
        .allSatisfy(
            one ->
                assertThat(one.outcome)
                    .failsWithin(IN_TIME)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(StoreException.class)
                    .satisfies(
                        e ->
                            assertThat(((StoreException) e.getCause()).taskId())
                                .isEqualTo(one.taskId)));
  }

  /** Someone who stores a task and waits, on a thread of his own; made when he waits. */
  private final class Caller {

    private final String taskId;
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private final Thread thread;

    Caller(String taskId, TaskState state) {
      this.taskId = taskId;
      this.thread =
          new Thread(
              () -> {
                try {
                  outcome.complete(writer.store(write(taskId, state)));
                } catch (RuntimeException e) {
                  outcome.completeExceptionally(e);
                }
              });
      thread.start();
      awaitWaiting(thread);
    }
  }
}
