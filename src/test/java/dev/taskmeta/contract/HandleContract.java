package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.REVOKED;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.ConfigurationException;
import dev.taskmeta.InTask;
import dev.taskmeta.ResultTimeoutException;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskOutcome;
import dev.taskmeta.TaskRevokedException;
import dev.taskmeta.TaskState;
import dev.taskmeta.WaitOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a handle on one task answers, with Celery's meanings; waiting is in WaitContract. */
interface HandleContract extends Contract {

  Duration SOON = Duration.ofSeconds(30);

  @Test
  default void aHandleOnAnUnknownTaskIsPending() {
    AsyncResult<Object> result = backend().asyncResult(newId());
    assertThat(result.state()).isEqualTo(PENDING);
    assertThat(result.exists()).isFalse();
    assertThat(result.ready()).isFalse();
    assertThat(result.successful()).isFalse();
    assertThat(result.failed()).isFalse();
    assertThat(result.result()).isNull();
    assertThat(result.traceback()).isEmpty();
    assertThat(result.children()).isEmpty();
    assertThat(result.parent()).isEmpty();
    result.maybeThrow();
  }

  @Test
  default void aHandleTellsAllThatIsStored() {
    String id = newId();
    String child = newId();
    store(DescriptionContract.full(this, update(id, SUCCESS)).result(30).parentId("parent-h"));
    store(update(child, PENDING).parentId(id));
    AsyncResult<Integer> result = backend().asyncResult(id, Integer.class);
    assertThat(result.id()).isEqualTo(id);
    assertThat(result.get(SOON)).isEqualTo(30);
    assertThat(result.result()).isEqualTo(30);
    assertThat(result.successful()).isTrue();
    assertThat(result.failed()).isFalse();
    assertThat(result.name()).contains("app.tasks.add");
    assertThat(result.args()).contains(List.of(10, "zwanzig", Map.of("x", 1)));
    assertThat(result.kwargs()).contains(Map.of("debug", true));
    assertThat(result.worker()).contains("worker@host:1");
    assertThat(result.retries()).contains(2);
    assertThat(result.queue()).contains("default");
    assertThat(result.dateCreated()).contains(DescriptionContract.CREATED);
    assertThat(result.dateStarted()).contains(DescriptionContract.CREATED.plusSeconds(61));
    assertThat(result.dateDone()).isPresent();
    assertThat(result.parent()).contains(backend().asyncResult("parent-h"));
    assertThat(result.children()).isEqualTo(List.of(backend().asyncResult(child)));
  }

  @Test
  default void aReadyTaskIsKeptAndAnUnreadyOneIsReadAnew() {
    String id = newId();
    AsyncResult<Object> result = backend().asyncResult(id);
    assertThat(result.state()).isEqualTo(PENDING);
    store(id, STARTED);
    assertThat(result.state()).isEqualTo(STARTED);
    store(update(id, Contract.PROGRESS).result(Map.of("percent", 50)));
    assertThat(result.state()).isEqualTo(Contract.PROGRESS);
    assertThat(result.result()).isEqualTo(Map.of("percent", 50));
    store(update(id, SUCCESS).result("done"));
    assertThat(result.result()).isEqualTo("done");
    backend().forget(id);
    assertThat(result.state()).isEqualTo(SUCCESS);
    assertThat(result.result()).isEqualTo("done");
    assertThat(backend().asyncResult(id).state()).isEqualTo(PENDING);
    result.forget();
    assertThat(result.state()).as("forget drops what was kept").isEqualTo(PENDING);
  }

  @Test
  default void aRevokedTaskIsReadyAndHasNotFailed() {
    String id = newId();
    store(id, REVOKED);
    AsyncResult<Object> result = backend().asyncResult(id);
    assertThat(result.ready()).isTrue();
    assertThat(result.successful()).isFalse();
    assertThat(result.failed()).isFalse();
    assertThat(result.result()).isInstanceOf(TaskRevokedException.class);
    assertThatThrownBy(() -> result.get(SOON)).isInstanceOf(TaskRevokedException.class);
  }

  @Test
  default void aFailedTaskGivesItsErrorAndThrowsItOnlyWhenAsked() {
    String id = newId();
    store(update(id, FAILURE).error(TaskError.of("Boom", "it broke")).traceback("line 1"));
    AsyncResult<Object> result = backend().asyncResult(id);
    assertThat(result.failed()).isTrue();
    assertThat(result.result())
        .isInstanceOfSatisfying(
            TaskFailedException.class, e -> assertThat(e.taskId()).isEqualTo(id));
    assertThat(result.traceback()).contains("line 1");
    TaskOutcome<Object> outcome = result.outcome(SOON);
    assertThat(outcome.successful()).isFalse();
    assertThat(outcome.value()).isNull();
    assertThat(outcome.meta().state()).isEqualTo(FAILURE);
    assertThat(outcome.failure()).hasMessageContaining("it broke");
    assertThatThrownBy(outcome::get).isSameAs(outcome.failure());
    assertThatThrownBy(() -> result.get(SOON)).hasMessageContainingAll(id, "it broke", "line 1");
    assertThatThrownBy(result::maybeThrow).isInstanceOf(TaskFailedException.class);
  }

  @Test
  default void aTimeoutNamesTheTaskAndTheLastState() {
    String id = newId();
    store(update(id, Contract.PROGRESS));
    assertThatThrownBy(() -> backend().asyncResult(id).get(Duration.ofMillis(50)))
        .isInstanceOfSatisfying(
            ResultTimeoutException.class,
            e -> {
              assertThat(e.taskId()).isEqualTo(id);
              assertThat(e.lastState()).isEqualTo(Contract.PROGRESS);
            })
        .hasMessageContainingAll(id, "PROGRESS", "0.05 s");
  }

  @Test
  default void aTimeoutOfZeroLooksOnce() {
    String id = newId();
    List<TaskState> looks = new ArrayList<>();
    WaitOptions once =
        WaitOptions.atMost(Duration.ZERO).withOnLook(meta -> looks.add(meta.state()));
    assertThatThrownBy(() -> backend().asyncResult(id).get(once))
        .isInstanceOf(ResultTimeoutException.class)
        .hasMessageContainingAll(id, "PENDING");
    assertThat(looks).containsExactly(PENDING);
    store(update(id, SUCCESS).result(1));
    assertThat(backend().asyncResult(id).get(once)).isEqualTo(1);
    assertThat(looks).containsExactly(PENDING, SUCCESS);
    assertThatThrownBy(() -> WaitOptions.atMost(Duration.ofSeconds(-1)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  default void aFailedParentFailsTheWaitAtOnce() {
    String root = newId();
    String parent = newId();
    String id = newId();
    store(update(root, FAILURE).error(TaskError.of("Root", "root broke")));
    store(update(parent, FAILURE).error(TaskError.of("Parent", "parent broke")));
    AsyncResult<Object> chain =
        backend()
            .asyncResult(id)
            .withParent(backend().asyncResult(parent).withParent(backend().asyncResult(root)));
    assertThatThrownBy(() -> chain.get(SOON))
        .isInstanceOfSatisfying(
            TaskFailedException.class, e -> assertThat(e.taskId()).isEqualTo(root));
    assertThatThrownBy(() -> chain.get(WaitOptions.atMost(Duration.ZERO).withFollowParents(false)))
        .isInstanceOf(ResultTimeoutException.class);
    assertThat(chain.parent()).contains(backend().asyncResult(parent));
    store(update(id, SUCCESS).result(1));
    assertThat(chain.get(WaitOptions.atMost(SOON).withFollowParents(false))).isEqualTo(1);
  }

  @Test
  default void aStoredParentIsNotFollowed() {
    String parent = newId();
    String id = newId();
    store(update(parent, FAILURE));
    store(update(id, SUCCESS).parentId(parent).result(1));
    assertThat(backend().asyncResult(id).get(SOON)).isEqualTo(1);
  }

  @Test
  default void forgettingDropsTheTaskAndTheParentsOfItsHandle() {
    List<String> ids = newIds(4);
    ids.forEach(id -> store(update(id, SUCCESS).parentId(ids.get(3))));
    AsyncResult<Object> root = backend().asyncResult(ids.get(0));
    AsyncResult<Object> parent = backend().asyncResult(ids.get(1)).withParent(root);
    backend().asyncResult(ids.get(2)).withParent(parent).forget();
    assertThat(backend().states(ids))
        .isEqualTo(
            Map.of(
                ids.get(0),
                PENDING,
                ids.get(1),
                PENDING,
                ids.get(2),
                PENDING,
                ids.get(3),
                SUCCESS));
  }

  @Test
  default void waitingInsideATaskIsRefusedUnlessAllowed() {
    String id = newId();
    AsyncResult<Object> result = backend().asyncResult(id);
    assertThatThrownBy(() -> InTask.run(() -> result.get(SOON)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("InTask.allowJoin");
    assertThatThrownBy(() -> InTask.run(() -> result.outcome(SOON)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> InTask.run(() -> backend().resultSet(List.of(result)).join(SOON)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(InTask.run(result::state)).isEqualTo(PENDING);
    store(update(id, SUCCESS).result(7));
    assertThat(InTask.run(() -> InTask.allowJoin(() -> result.get(SOON)))).isEqualTo(7);
    WaitOptions allowed = WaitOptions.atMost(SOON).withDisableSyncSubtasks(false);
    assertThat(InTask.run(() -> backend().asyncResult(id).get(allowed))).isEqualTo(7);
    assertThat(backend().asyncResult(id).get(SOON)).as("outside again").isEqualTo(7);
  }

  @Test
  default void anIgnoredResultIsNullAtOnce() {
    AsyncResult<Object> ignored = backend().ignoredResult(newId());
    assertThat(ignored.ignored()).isTrue();
    assertThat(ignored.get()).isNull();
    assertThat(ignored.get(Duration.ZERO)).isNull();
    assertThat(ignored.toFuture()).isCompletedWithValue(null);
    assertThat(InTask.<Object>run(ignored::exists)).isEqualTo(false);
  }

  @Test
  default void handlesAreEqualByTheirId() {
    String id = newId();
    AsyncResult<Integer> one = backend().asyncResult(id, Integer.class);
    AsyncResult<Object> other = backend().asyncResult(id);
    assertThat((Object) one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat((Object) one).isNotEqualTo(backend().asyncResult(newId()));
  }

  @Test
  default void noHandleShowsItsResult() {
    String id = newId();
    TaskMeta meta = stored(update(id, SUCCESS).result("a secret").args(List.of("a secret")));
    AsyncResult<Object> result = backend().asyncResult(id);
    result.get(SOON);
    assertThat(List.of(result, meta, meta.payload().orElseThrow(), update(id, SUCCESS).build()))
        .allSatisfy(each -> assertThat(each.toString()).doesNotContain("a secret"))
        .extracting(Object::toString)
        .anyMatch(text -> text.contains(id));
  }

  @Test
  default void aNullResultIsReturnedAsNull() {
    String id = newId();
    store(update(id, SUCCESS).result(null));
    assertThat(backend().asyncResult(id, String.class).get(SOON)).isNull();
    assertThat(backend().asyncResult(id).toFuture().join()).isNull();
  }
}
