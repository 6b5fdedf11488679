package dev.taskmeta.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.Settings;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.spi.TaskWrite;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WriteQueueTest {

  private final Encoder encoder =
      new Encoder(new Codecs(List.of()), Settings.defaults(), Clock.systemUTC());
  private final WriteQueue queue = new WriteQueue(4, 1_000, 3, 500, 2);

  @Test
  void oneWhoIsAloneWritesAtOnce() {
    assertThat(queue.tryWrite("a")).isTrue();
    assertThat(queue.done("a")).isFalse();
  }

  @Test
  void anIdThatIsBeingWrittenMustQueue() throws InterruptedException {
    assertThat(queue.tryWrite("a")).isTrue();
    assertThat(queue.tryWrite("a")).isFalse();
    Pending second = pending("a", 1);
    assertThat(queue.add(second)).isTrue();
    assertThat(queue.next()).as("the id is under way").isEmpty();
    assertThat(queue.done("a")).as("the place is kept for what is queued").isTrue();
    assertThat(queue.next()).containsExactly(second);
  }

  @Test
  void nobodyOvertakesTheQueue() throws InterruptedException {
    queue.add(pending("a", 1));
    assertThat(queue.tryWrite("b")).isFalse();
  }

  @Test
  void aBatchIsBoundedByRowsAndBytes() throws InterruptedException {
    for (String id : List.of("a", "b", "c", "d")) {
      queue.add(pending(id, 200));
    }
    assertThat(queue.next()).extracting(Pending::taskId).containsExactly("a", "b");
    assertThat(queue.next()).extracting(Pending::taskId).containsExactly("c", "d");
  }

  @Test
  void updatesOfOneIdShareABatchInTheirOrder() throws InterruptedException {
    Pending first = pending("a", 1);
    Pending second = pending("a", 1);
    queue.add(first);
    queue.add(second);
    assertThat(queue.next()).containsExactly(first, second);
  }

  @Test
  void anUpdateLargerThanABatchGoesAlone() throws InterruptedException {
    queue.add(pending("a", 900));
    assertThat(queue.next()).extracting(Pending::taskId).containsExactly("a");
  }

  @Test
  void aFullQueuePushesBack() throws Exception {
    for (String id : List.of("a", "b", "c", "d")) {
      queue.add(pending(id, 1));
    }
    Thread fifth = new Thread(() -> addUninterrupted(pending("e", 1)));
    fifth.start();
    await().until(() -> fifth.getState() == Thread.State.WAITING);
    assertThat(queue.next()).hasSize(3);
    fifth.join(10_000);
    assertThat(fifth.isAlive()).isFalse();
  }

  private void addUninterrupted(Pending pending) {
    try {
      queue.add(pending);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatNoBatchHasTakenCanBeTakenBack() throws InterruptedException {
    Pending pending = pending("a", 1);
    queue.add(pending);
    assertThat(queue.remove(pending)).isTrue();
    assertThat(queue.next()).isEmpty();
    assertThat(queue.remove(pending)).isFalse();
  }

  @Test
  void closingWaitsForWhatIsHereAndRefusesWhatComes() throws Exception {
    queue.add(pending("a", 1));
    List<Pending> batch = queue.next();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(queue::close);
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> queue.tryWrite("b"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed"));
    assertThat(closed).isNotDone();
    queue.done(batch);
    assertThat(queue.next()).isEmpty();
    assertThat(closed).succeedsWithin(java.time.Duration.ofSeconds(10));
  }

  private Pending pending(String taskId, long bytes) {
    return new Sized(encoder.encode(TaskUpdate.of(taskId, TaskState.STARTED)), bytes);
  }

  /** An update that says of itself how long it is. */
  private static final class Sized extends Pending {

    private final long bytes;

    Sized(TaskWrite write, long bytes) {
      super(write);
      this.bytes = bytes;
    }

    @Override
    long bytes() {
      return bytes;
    }

    @Override
    void complete(boolean accepted) {
      throw new AssertionError("a queue does not write");
    }

    @Override
    void fail(Throwable failure) {
      throw new AssertionError("a queue does not write", failure);
    }
  }
}
