package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.IGNORED;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.RECEIVED;
import static dev.taskmeta.TaskState.REJECTED;
import static dev.taskmeta.TaskState.RETRY;
import static dev.taskmeta.TaskState.REVOKED;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which state replaces which, and that of two ends the first stays. */
interface TransitionContract extends Contract {

  List<TaskState> STATES =
      List.of(
          PENDING,
          RECEIVED,
          STARTED,
          RETRY,
          SUCCESS,
          FAILURE,
          REVOKED,
          REJECTED,
          IGNORED,
          Contract.PROGRESS);

  @Test
  default void everyStateReplacesWhatTaskStateSaysOneByOne() {
    Map<String, Boolean> accepted = new LinkedHashMap<>();
    Map<String, Boolean> expected = new LinkedHashMap<>();
    for (TaskState before : STATES) {
      for (TaskState after : STATES) {
        String id = newId();
        assertThat(store(id, before)).as("first %s", before).isTrue();
        String pair = before + " → " + after;
        accepted.put(pair, store(id, after));
        expected.put(pair, after.replaces(before));
        assertThat(backend().get(id).state())
            .as(pair)
            .isEqualTo(after.replaces(before) ? after : before);
      }
    }
    assertThat(accepted).isEqualTo(expected);
  }

  @Test
  default void batchesOfAnySizeTellWhatTheyAccepted() {
    for (int size : new int[] {2, 3, 9, 17, 18, 31, 33, 36, 63, 65, 100, 129, 511, 513, 700}) {
      List<String> ids = newIds(size);
      List<Boolean> expected = new ArrayList<>();
      for (int at = 0; at < size; at++) {
        expected.add(at % 7 != 1);
      }
      List<TaskUpdate> before = new ArrayList<>();
      List<TaskUpdate> updates = new ArrayList<>();
      for (int at = 0; at < size; at++) {
        if (!expected.get(at)) {
          before.add(update(ids.get(at), SUCCESS).result("before").build());
        } else if (at % 2 == 0) {
          before.add(update(ids.get(at), STARTED).worker("w").build());
        }
        updates.add(update(ids.get(at), SUCCESS).result("r" + at).build());
      }
      assertThat(backend().storeAll(before)).as("before %d", size).doesNotContain(false);
      assertThat(backend().storeAll(updates)).as("of %d", size).isEqualTo(expected);
      Map<String, TaskMeta> stored = backend().getMany(ids);
      for (int at = 0; at < size; at++) {
        assertThat(stored.get(ids.get(at)).result())
            .isEqualTo(expected.get(at) ? "r" + at : "before");
      }
    }
  }

  @Test
  default void everyStateReplacesWhatTaskStateSaysManyAtOnce() {
    List<TaskUpdate> first = new ArrayList<>();
    List<TaskUpdate> second = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (TaskState before : STATES) {
      for (TaskState after : STATES) {
        String id = newId();
        first.add(TaskUpdate.of(id, before));
        second.add(TaskUpdate.of(id, after));
        expected.add(after.replaces(before));
      }
    }
    assertThat(backend().storeAll(first)).containsOnly(true).hasSameSizeAs(first);
    assertThat(backend().storeAll(second)).isEqualTo(expected);
    for (int at = 0; at < first.size(); at++) {
      TaskUpdate last = expected.get(at) ? second.get(at) : first.get(at);
      assertThat(backend().get(last.taskId()).state()).isEqualTo(last.state());
    }
  }

  @Test
  default void everyStateReplacesWhatTaskStateSaysWithinOneCall() {
    List<TaskUpdate> updates = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (TaskState before : STATES) {
      for (TaskState after : STATES) {
        String id = newId();
        updates.add(TaskUpdate.of(id, before));
        updates.add(TaskUpdate.of(id, after));
        expected.add(true);
        expected.add(after.replaces(before));
      }
    }
    assertThat(backend().storeAll(updates)).isEqualTo(expected);
  }

  @Test
  default void ofTwoSuccessesTheFirstStays() {
    String id = newId();
    assertThat(store(update(id, SUCCESS).result("first"))).isTrue();
    TaskMeta first = backend().get(id);
    assertThat(store(update(id, SUCCESS).result("second"))).isFalse();
    assertThat(backend().get(id).result()).isEqualTo("first");
    assertSame(first, backend().get(id));
  }

  @Test
  default void aProgressReportCannotUnfinishAFailure() {
    String id = newId();
    store(update(id, FAILURE).error(TaskError.of("Broken", "no")).traceback("line 1"));
    TaskMeta failed = backend().get(id);
    assertThat(backend().updateState(id, Contract.PROGRESS, Map.of("percent", 50))).isFalse();
    assertThat(store(id, RETRY)).isFalse();
    assertThat(store(id, PENDING)).isFalse();
    assertThat(store(id, TaskState.of("SENT"))).isFalse();
    assertSame(failed, backend().get(id));
  }

  @Test
  default void aRevokedTaskGivesWayToItsEnd() {
    for (TaskState after : List.of(STARTED, RECEIVED, SUCCESS, FAILURE, REVOKED)) {
      String id = newId();
      store(id, REVOKED);
      assertThat(store(id, after)).as("REVOKED → %s", after).isTrue();
    }
  }

  @Test
  default void aRefusedUpdateChangesNothingAtAll() {
    String id = newId();
    store(DescriptionContract.full(this, update(id, SUCCESS)).result(List.of(1, 2)));
    TaskMeta before = backend().get(id);
    for (TaskState state : STATES) {
      boolean accepted =
          store(
              update(id, state)
                  .name("other")
                  .args(List.of("other"))
                  .kwargs(Map.of("other", true))
                  .queue("other")
                  .worker("other")
                  .retries(99)
                  .traceback("other")
                  .resultExpires(java.time.Duration.ZERO));
      assertThat(accepted).as("SUCCESS → %s", state).isFalse();
    }
    assertSame(before, backend().get(id));
  }

  @Test
  default void severalUpdatesOfOneTaskInOneCallKeepOrderAndMeaning() {
    String id = newId();
    String other = newId();
    List<Boolean> accepted =
        backend()
            .storeAll(
                List.of(
                    update(id, PENDING).name("add").args(List.of(1, 2)).build(),
                    update(other, STARTED).worker("w1").build(),
                    update(id, STARTED).worker("w2").build(),
                    update(id, RETRY).traceback("once").retries(1).build(),
                    update(other, FAILURE).error(TaskError.of("E", "m")).build(),
                    update(id, SUCCESS).result("first").build(),
                    update(other, Contract.PROGRESS).result("late").build(),
                    update(id, SUCCESS).result("second").build(),
                    update(id, STARTED).worker("w3").build()));
    assertThat(accepted).containsExactly(true, true, true, true, true, true, false, false, false);
    TaskMeta meta = backend().get(id);
    assertThat(meta.result()).isEqualTo("first");
    assertThat(meta.name()).contains("add");
    assertThat(meta.args()).contains(List.of(1, 2));
    assertThat(meta.worker()).contains("w2");
    assertThat(meta.retries()).contains(1);
    assertThat(meta.traceback()).isEmpty();
    assertThat(meta.finishedAt()).isPresent();
    assertThat(backend().get(other).state()).isEqualTo(FAILURE);
    assertThat(backend().get(other).worker()).contains("w1");
  }

  @Test
  default void aThousandUpdatesInOneCallAreAllStored() {
    List<TaskUpdate> updates = new ArrayList<>();
    List<String> ids = newIds(700);
    ids.forEach(id -> updates.add(TaskUpdate.of(id, STARTED)));
    ids.subList(0, 300).forEach(id -> updates.add(update(id, SUCCESS).result(id).build()));
    assertThat(backend().storeAll(updates)).hasSize(1_000).containsOnly(true);
    Map<String, TaskMeta> metas = backend().getMany(ids);
    assertThat(ids.subList(0, 300))
        .allSatisfy(id -> assertThat(metas.get(id).result()).isEqualTo(id));
    assertThat(ids.subList(300, 700))
        .allSatisfy(id -> assertThat(metas.get(id).state()).isEqualTo(STARTED));
  }

  @Test
  default void noUpdatesAtAllAreStoredAsNone() {
    assertThat(backend().storeAll(List.of())).isEmpty();
  }

  /** Compares all that can be read of two looks at one task. */
  static void assertSame(TaskMeta expected, TaskMeta actual) {
    assertThat(facts(actual)).isEqualTo(facts(expected));
  }

  /** All that can be read of a task, as text. */
  static Map<String, String> facts(TaskMeta meta) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("state", meta.state().name());
    facts.put("name", meta.name().toString());
    facts.put("args", meta.args().toString());
    facts.put("kwargs", meta.kwargs().toString());
    facts.put("queue", meta.queue().toString());
    facts.put("parent", meta.parentId().toString());
    facts.put("root", meta.rootId().toString());
    facts.put("group", meta.groupId().toString());
    facts.put("created", meta.createdAt().toString());
    facts.put("eta", meta.eta().toString());
    facts.put("worker", meta.worker().toString());
    facts.put("retries", meta.retries().toString());
    facts.put("started", meta.startedAt().toString());
    facts.put("alive until", meta.aliveUntil().toString());
    facts.put("payload", meta.payload().map(payload -> payload.text()).toString());
    facts.put("error", meta.error().toString());
    facts.put("traceback", meta.traceback().toString());
    facts.put("finished", meta.finishedAt().toString());
    facts.put("updated", meta.updatedAt().toString());
    facts.put("expires", meta.expiresAt().toString());
    facts.put("expires from", meta.expiresFrom().toString());
    return facts;
  }
}
