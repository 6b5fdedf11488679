package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.Holds;
import dev.taskmeta.RefusedValueException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskHeldException;
import dev.taskmeta.retention.Hold;
import dev.taskmeta.retention.HoldQuery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is held is removed by nothing. */
interface HoldContract extends Contract {

  private Holds holds() {
    return backend().holds();
  }

  private static HoldQuery of(String... ids) {
    return HoldQuery.newest(100).withTaskIds(List.of(ids));
  }

  @Test
  default void nothingOfACallWithAHeldTaskIsForgotten() {
    List<String> ids = newIds(3);
    ids.forEach(id -> store(id, SUCCESS));
    holds().add(List.of(ids.get(1)), "audit 2026-17");
    assertThatThrownBy(() -> backend().forget(ids))
        .isInstanceOfSatisfying(
            TaskHeldException.class,
            e -> {
              assertThat(e.reasons()).containsExactly(Map.entry(ids.get(1), "audit 2026-17"));
              assertThat(e.taskId()).isEqualTo(ids.get(1));
            })
        .hasMessageContainingAll(ids.get(1), "audit 2026-17", "taskmeta hold release");
    assertThat(ids).allMatch(backend()::exists);
    assertThatThrownBy(() -> backend().forget(ids.get(1))).isInstanceOf(TaskHeldException.class);
    assertThat(backend().forget(List.of(ids.get(0), ids.get(2)))).isEqualTo(2);
    holds().release(List.of(ids.get(1)));
    assertThat(backend().forget(ids.get(1))).isTrue();
  }

  @Test
  default void handlesRefuseToo() {
    String parent = newId();
    String child = newId();
    store(parent, SUCCESS);
    store(child, SUCCESS);
    holds().add(List.of(parent), "why");
    var handle = backend().asyncResult(child).withParent(backend().asyncResult(parent));
    assertThatThrownBy(handle::forget).isInstanceOf(TaskHeldException.class);
    var set = backend().resultSet(List.of(handle, backend().asyncResult(parent)));
    assertThatThrownBy(set::forget).isInstanceOf(TaskHeldException.class);
    var group = backend().groupResult(newId(), List.of(backend().asyncResult(parent)));
    assertThatThrownBy(group::forget).isInstanceOf(TaskHeldException.class);
    assertThat(backend().exists(child)).isTrue();
    assertThat(backend().exists(parent)).isTrue();
    holds().release(List.of(parent));
    handle.forget();
    assertThat(backend().exists(parent)).isFalse();
  }

  @Test
  default void aHoldMayComeBeforeItsTask() {
    String id = newId();
    holds().add(List.of(id), "expected");
    assertThat(backend().exists(id)).isFalse();
    assertThat(store(id, STARTED)).isTrue();
    assertThat(store(update(id, SUCCESS).result(1))).as("storing goes on").isTrue();
    assertThat(backend().get(id).result()).isEqualTo(1);
    assertThatThrownBy(() -> backend().forget(id)).isInstanceOf(TaskHeldException.class);
  }

  @Test
  default void holdsAreListedAndReleased() {
    String one = newId();
    String other = newId();
    holds().add(List.of(one), "first", "ada");
    holds().add(List.of(one, other), "second", "bob");
    List<Hold> inForce = holds().list(of(one));
    assertThat(inForce).extracting(Hold::reason).containsExactly("second", "first");
    assertThat(inForce).extracting(Hold::heldBy).containsExactly("bob", "ada");
    assertThat(inForce).allMatch(hold -> hold.releasedAt() == null && hold.releasedBy() == null);
    long newest = inForce.get(0).id();
    assertThat(holds().list(of(one).withBefore(newest)))
        .extracting(Hold::reason)
        .containsExactly("first");
    assertThatThrownBy(() -> backend().forget(one)).hasMessageContaining("first; second");

    List<Hold> released = holds().release(List.of(one, newId()), "eve");
    assertThat(released).extracting(Hold::reason).containsExactly("second", "first");
    assertThat(released).allMatch(hold -> "eve".equals(hold.releasedBy()));
    assertThat(released)
        .allSatisfy(hold -> assertThat(hold.releasedAt()).isAfterOrEqualTo(hold.heldAt()));
    assertThat(holds().list(of(one, other)))
        .extracting(Hold::taskId)
        .as("the other is still held")
        .containsExactly(other);
    assertThat(holds().list(of(one).withReleased(true))).isEqualTo(released);
    assertThat(holds().release(List.of(one))).isEmpty();
  }

  @Test
  default void manyTasksAreHeldAndReleasedAtOnce() {
    List<String> ids = newIds(2_500);
    holds().add(ids, "all of them");
    assertThatThrownBy(() -> backend().forget(ids))
        .hasMessageContainingAll("2,500 tasks are held", "and 2,490 more");
    assertThat(holds().release(ids)).hasSize(2_500);
    assertThat(backend().forget(ids)).isZero();
  }

  @Test
  default void whatCannotBeAHoldIsRefused() {
    List<String> id = List.of(newId());
    assertThatThrownBy(() -> holds().add(id, ""))
        .isInstanceOf(RefusedValueException.class)
        .hasMessageContaining("reason");
    assertThatThrownBy(() -> holds().add(id, "x".repeat(1_001)))
        .isInstanceOf(RefusedValueException.class);
    assertThatThrownBy(() -> holds().add(List.of("a b"), "why"))
        .isInstanceOf(RefusedValueException.class);
    assertThatThrownBy(() -> HoldQuery.newest(0)).isInstanceOf(ConfigurationException.class);
    holds().add(List.of(), "nothing");
    assertThat(holds().list(of(id.get(0)))).isEmpty();
  }

  @Test
  default void theCleanupLeavesWhatIsHeld() {
    Map<Setting, String> settings =
        Map.of(
            Setting.CLEANUP_SCHEDULE, "off",
            Setting.RESULT_EXPIRES, "1s",
            Setting.CLEANUP_PAUSE, "1ms");
    try (ResultBackend backend = open(settings)) {
      List<String> ids = newIds(3);
      backend.holds().add(ids.subList(0, 1), "audit");
      ids.forEach(id -> backend.store(update(id, SUCCESS).build()));
      await()
          .until(
              () -> {
                backend.cleanup();
                return !backend.exists(ids.get(1)) && !backend.exists(ids.get(2));
              });
      assertThat(backend.exists(ids.get(0))).isTrue();
      assertThat(backend.cleanupDryRun().tasks()).isZero();
      backend.holds().release(ids);
      backend.cleanup();
      assertThat(backend.exists(ids.get(0))).isFalse();
    }
  }
}
