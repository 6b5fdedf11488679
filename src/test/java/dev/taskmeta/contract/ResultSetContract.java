package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.REVOKED;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.GroupResult;
import dev.taskmeta.ResultSet;
import dev.taskmeta.ResultTimeoutException;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.TaskOutcome;
import dev.taskmeta.WaitOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several tasks as one. */
interface ResultSetContract extends Contract {

  Duration SOON = Duration.ofSeconds(30);

  private ResultSet<Object> set(List<String> ids) {
    return backend().resultSet(ids.stream().map(backend()::asyncResult).toList());
  }

  @Test
  default void joinReturnsTheResultsInOrder() throws Exception {
    List<String> ids = newIds(3);
    ResultSet<Object> set = set(ids);
    CompletableFuture<List<Object>> joined = CompletableFuture.supplyAsync(() -> set.join(SOON));
    store(update(ids.get(2), SUCCESS).result("c"));
    store(update(ids.get(0), SUCCESS).result("a"));
    store(update(ids.get(1), SUCCESS).result(null));
    assertThat(joined.get()).isEqualTo(Arrays.asList("a", null, "c"));
    assertThat(set.join(Duration.ZERO)).hasSize(3);
  }

  @Test
  default void joinThrowsTheFirstFailureInOrder() {
    List<String> ids = newIds(3);
    store(update(ids.get(2), FAILURE).error(TaskError.of("E", "third")));
    store(update(ids.get(1), FAILURE).error(TaskError.of("E", "second")));
    store(update(ids.get(0), SUCCESS));
    assertThatThrownBy(() -> set(ids).join(SOON))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("second");
  }

  @Test
  default void joinNamesTheTaskThatIsNotReady() {
    List<String> ids = newIds(2);
    store(update(ids.get(0), SUCCESS));
    store(update(ids.get(1), STARTED));
    assertThatThrownBy(() -> set(ids).join(Duration.ofMillis(50)))
        .isInstanceOf(ResultTimeoutException.class)
        .hasMessageContainingAll(ids.get(1), "STARTED");
  }

  @Test
  default void outcomesThrowForNone() {
    List<String> ids = newIds(3);
    store(update(ids.get(0), FAILURE).error(TaskError.of("E", "first")));
    store(update(ids.get(1), SUCCESS).result(1));
    store(update(ids.get(2), REVOKED));
    List<TaskOutcome<Object>> outcomes = set(ids).outcomes(WaitOptions.atMost(SOON));
    assertThat(outcomes).extracting(TaskOutcome::successful).containsExactly(false, true, false);
    assertThat(outcomes.get(1).value()).isEqualTo(1);
    assertThat(outcomes.get(0).failure()).hasMessageContaining("first");
  }

  @Test
  default void countsMeanWhatTheyMeanInCelery() {
    List<String> ids = newIds(4);
    ResultSet<Object> set = set(ids);
    assertThat(set.waiting()).isTrue();
    assertThat(set.failed()).isFalse();
    store(ids.get(0), SUCCESS);
    store(ids.get(1), REVOKED);
    store(ids.get(2), STARTED);
    assertThat(set.completedCount()).isEqualTo(1);
    assertThat(set.failed()).as("revoked is not failed").isFalse();
    assertThat(set.ready()).isFalse();
    store(ids.get(3), FAILURE);
    assertThat(set.failed()).isTrue();
    assertThat(set.waiting()).isTrue();
    store(ids.get(2), SUCCESS);
    assertThat(set.ready()).isTrue();
    assertThat(set.waiting()).isFalse();
    assertThat(set.successful()).isFalse();
    assertThat(set.completedCount()).isEqualTo(2);
  }

  @Test
  default void tasksComeAsTheyEnd() {
    List<String> ids = newIds(3);
    ResultSet<Object> set = set(ids);
    Iterator<AsyncResult<Object>> ended = set.asCompleted(SOON);
    List<String> order = List.of(ids.get(1), ids.get(2), ids.get(0));
    List<String> seen = new ArrayList<>();
    for (String id : order) {
      store(update(id, id.equals(ids.get(2)) ? FAILURE : SUCCESS));
      seen.add(ended.next().id());
    }
    assertThat(seen).isEqualTo(order);
    assertThat(ended.hasNext()).isFalse();
    assertThatThrownBy(ended::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  default void tasksThatHaveEndedComeAtOnce() {
    List<String> ids = newIds(3);
    ids.forEach(id -> store(id, SUCCESS));
    List<String> seen = new ArrayList<>();
    set(ids).asCompleted(null).forEachRemaining(result -> seen.add(result.id()));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void waitingForTheNextTimesOut() {
    List<String> ids = newIds(1);
    store(ids.get(0), STARTED);
    assertThatThrownBy(set(ids).asCompleted(Duration.ofMillis(50))::next)
        .isInstanceOf(ResultTimeoutException.class)
        .hasMessageContainingAll(ids.get(0), "STARTED");
  }

  @Test
  default void aSetHoldsEachTaskOnceAndCanChange() {
    List<String> ids = newIds(2);
    ResultSet<Object> set = set(List.of(ids.get(0), ids.get(0)));
    assertThat(set.size()).isEqualTo(1);
    set.add(backend().asyncResult(ids.get(1)));
    set.add(backend().asyncResult(ids.get(1)));
    assertThat(set.ids()).isEqualTo(ids);
    assertThat(set).extracting(AsyncResult::id).isEqualTo(ids);
    assertThat(set.discard(backend().asyncResult(ids.get(0)))).isTrue();
    assertThat(set.discard(backend().asyncResult(ids.get(0)))).isFalse();
    assertThat(set.ids()).containsExactly(ids.get(1));
  }

  @Test
  default void anEmptySetIsReady() {
    ResultSet<Object> set = set(List.of());
    assertThat(set.ready()).isTrue();
    assertThat(set.waiting()).isFalse();
    assertThat(set.failed()).isFalse();
    assertThat(set.completedCount()).isZero();
    assertThat(set.join(Duration.ZERO)).isEmpty();
    assertThat(set.asCompleted(null).hasNext()).isFalse();
    set.forget();
  }

  @Test
  default void forgettingASetForgetsItsTasks() {
    List<String> ids = newIds(3);
    ids.forEach(id -> store(id, SUCCESS));
    set(ids.subList(0, 2)).forget();
    assertThat(ids).extracting(backend()::exists).containsExactly(false, false, true);
  }

  @Test
  default void aRestoredGroupJoins() {
    String groupId = newId();
    List<String> ids = newIds(2);
    backend().saveGroup(groupId, ids, null);
    store(update(ids.get(0), SUCCESS).result(1));
    store(update(ids.get(1), SUCCESS).result(2));
    GroupResult<Integer> group = backend().restoreGroup(groupId, Integer.class).orElseThrow();
    assertThat(group.join(SOON)).containsExactly(1, 2);
    assertThat(group.successful()).isTrue();
    assertThat(group.progress().completedCount()).isEqualTo(2);
  }
}
