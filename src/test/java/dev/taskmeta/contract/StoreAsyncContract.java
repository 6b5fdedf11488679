package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.CodecException;
import dev.taskmeta.TaskMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Storing without waiting, and by many callers at once, who share statements and commits. */
interface StoreAsyncContract extends Contract {

  Duration IN_TIME = Duration.ofSeconds(60);

  @Test
  default void aStoreWithoutWaitingIsDoneWhenItsFutureIs() {
    String id = newId();
    CompletableFuture<Boolean> stored =
        backend().storeAsync(update(id, SUCCESS).result(42).build());
    assertThat(stored).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(backend().get(id).result()).isEqualTo(42);
  }

  @Test
  default void updatesOfOneTaskGivenOneAfterAnotherStayInOrder() {
    List<String> ids = newIds(300);
    List<CompletableFuture<Boolean>> stored = new ArrayList<>();
    for (String id : ids) {
      stored.add(backend().storeAsync(update(id, PENDING).name("ordered").build()));
      stored.add(backend().storeAsync(update(id, STARTED).worker("w").build()));
      stored.add(backend().storeAsync(update(id, SUCCESS).result(id).build()));
    }
    assertThat(stored).allSatisfy(one -> assertThat(one).succeedsWithin(IN_TIME).isEqualTo(true));
    assertThat(backend().getMany(ids).values())
        .allSatisfy(
            meta -> {
              assertThat(meta.result()).isEqualTo(meta.taskId());
              assertThat(meta.name()).contains("ordered");
              assertThat(meta.startedAt()).isPresent();
            });
  }

  @Test
  default void ofTwoSuccessesWithoutWaitingTheFirstStays() {
    String id = newId();
    CompletableFuture<Boolean> first =
        backend().storeAsync(update(id, SUCCESS).result("first").build());
    CompletableFuture<Boolean> second =
        backend().storeAsync(update(id, SUCCESS).result("second").build());
    assertThat(first).succeedsWithin(IN_TIME).isEqualTo(true);
    assertThat(second).succeedsWithin(IN_TIME).isEqualTo(false);
    assertThat(backend().get(id).result()).isEqualTo("first");
  }

  @Test
  default void aValueThatCannotBeEncodedIsRefusedBeforeAnythingIsQueued() {
    String id = newId();
    assertThatThrownBy(() -> backend().storeAsync(update(id, SUCCESS).result(Double.NaN).build()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(id);
    assertThat(backend().exists(id)).isFalse();
  }

  @Test
  default void everyOfManyCallersIsToldOfHisOwnUpdate() throws Exception {
    List<String> ids = newIds(64);
    ExecutorService callers = Executors.newFixedThreadPool(ids.size());
    try {
      List<Callable<List<Boolean>>> calls = new ArrayList<>();
      for (String id : ids) {
        calls.add(
            () ->
                List.of(
                    store(update(id, STARTED).worker("w-" + id)),
                    store(update(id, FAILURE).traceback("t-" + id)),
                    store(update(id, PENDING)),
                    store(update(id, SUCCESS).result(id)),
                    store(update(id, FAILURE).traceback("late"))));
      }
      for (Future<List<Boolean>> call : callers.invokeAll(calls)) {
        assertThat(call.get()).containsExactly(true, true, false, true, false);
      }
    } finally {
      callers.shutdown();
    }
    for (TaskMeta meta : backend().getMany(ids).values()) {
      assertThat(meta.result()).isEqualTo(meta.taskId());
      assertThat(meta.worker()).contains("w-" + meta.taskId());
      assertThat(meta.traceback()).isEmpty();
    }
  }
}
