package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading one or many, telling unknown from pending, forgetting. */
interface ReadContract extends Contract {

  @Test
  default void anUnknownTaskReadsAsPendingAndIsNotKnown() {
    String id = newId();
    TaskMeta meta = backend().get(id);
    assertThat(meta.taskId()).isEqualTo(id);
    assertThat(meta.state()).isEqualTo(PENDING);
    assertThat(meta.known()).isFalse();
    assertThat(meta.lost()).isFalse();
    assertThat(meta.ready()).isFalse();
    assertThat(meta.result()).isNull();
    assertThat(meta.createdAt()).isEmpty();
    assertThat(backend().exists(id)).isFalse();
    assertThat(backend().get(id).known()).as("reading has made nothing").isFalse();
  }

  @Test
  default void callersAtOnceEachReadWhatTheyHaveJustStored() throws Exception {
    Race.atOnce(
        24,
        caller -> {
          for (int at = 0; at < 40; at++) {
            String id = newId();
            String result = caller + "/" + at;
            assertThat(backend().get(id).known()).isFalse();
            TaskMeta meta = stored(update(id, SUCCESS).result(result));
            assertThat(meta.taskId()).isEqualTo(id);
            assertThat(meta.result()).isEqualTo(result);
          }
          return true;
        });
  }

  @Test
  default void aPendingTaskIsKnown() {
    String id = newId();
    assertThat(stored(update(id, PENDING)).known()).isTrue();
    assertThat(backend().exists(id)).isTrue();
  }

  @Test
  default void manyAreReadInTheOrderAsked() {
    List<String> ids = newIds(5);
    store(update(ids.get(1), SUCCESS).result(1));
    store(update(ids.get(3), FAILURE));
    List<String> asked =
        List.of(ids.get(3), ids.get(0), ids.get(1), ids.get(3), ids.get(4), ids.get(0));
    Map<String, TaskMeta> metas = backend().getMany(asked);
    assertThat(metas.keySet()).containsExactly(ids.get(3), ids.get(0), ids.get(1), ids.get(4));
    assertThat(metas.get(ids.get(3)).state()).isEqualTo(FAILURE);
    assertThat(metas.get(ids.get(1)).result()).isEqualTo(1);
    assertThat(metas.get(ids.get(0)).known()).isFalse();
    assertThat(backend().getMany(List.of())).isEmpty();
  }

  @Test
  default void tenThousandAreReadAtOnce() {
    List<String> ids = newIds(10_000);
    List<TaskUpdate> updates = new ArrayList<>();
    for (int at = 0; at < 2_000; at++) {
      updates.add(update(ids.get(at * 5), SUCCESS).result(at).build());
    }
    backend().storeAll(updates);
    List<String> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, new Random(1));
    Map<String, TaskMeta> metas = backend().getMany(shuffled);
    assertThat(metas.keySet()).containsExactlyElementsOf(shuffled);
    for (int at = 0; at < ids.size(); at++) {
      TaskMeta meta = metas.get(ids.get(at));
      assertThat(meta.known()).isEqualTo(at % 5 == 0);
      assertThat(meta.result()).isEqualTo(at % 5 == 0 ? at / 5 : null);
    }
    Map<String, TaskState> states = backend().states(shuffled);
    assertThat(states).hasSize(10_000);
    assertThat(states.values().stream().filter(SUCCESS::equals)).hasSize(2_000);
    assertThat(backend().forget(shuffled)).isEqualTo(2_000);
    assertThat(backend().states(ids).values()).containsOnly(PENDING);
  }

  @Test
  default void statesOfUnknownTasksArePending() {
    String id = newId();
    store(id, STARTED);
    String unknown = newId();
    assertThat(backend().states(List.of(id, unknown)))
        .isEqualTo(Map.of(id, STARTED, unknown, PENDING));
    assertThat(backend().states(List.of())).isEmpty();
  }

  @Test
  default void aForgottenTaskIsGone() {
    String id = newId();
    store(update(id, SUCCESS).result(1));
    assertThat(backend().forget(id)).isTrue();
    assertThat(backend().forget(id)).isFalse();
    assertThat(backend().get(id).known()).isFalse();
    assertThat(store(update(id, STARTED))).as("it may begin anew").isTrue();
    assertThat(backend().get(id).result()).isNull();
  }

  @Test
  default void forgettingManyCountsThoseThatWereThere() {
    List<String> ids = newIds(4);
    store(ids.get(0), SUCCESS);
    store(ids.get(2), PENDING);
    assertThat(backend().forget(List.of(ids.get(0), ids.get(1), ids.get(2), ids.get(0))))
        .isEqualTo(2);
    assertThat(backend().forget(ids)).isZero();
    assertThat(backend().forget(List.of())).isZero();
  }

  @Test
  default void childrenAreThoseThatNameTheirParentOldestFirst() {
    String parent = newId();
    List<String> ids = newIds(4);
    java.time.Instant base = DescriptionContract.CREATED;
    store(update(ids.get(0), PENDING).parentId(parent).createdAt(base.plusSeconds(2)));
    store(update(ids.get(1), SUCCESS).parentId(parent).createdAt(base.plusSeconds(1)));
    store(update(ids.get(2), PENDING).parentId(newId()).createdAt(base));
    store(update(ids.get(3), PENDING).parentId(parent.toUpperCase(java.util.Locale.ROOT)));
    assertThat(backend().children(parent)).containsExactly(ids.get(1), ids.get(0));
    assertThat(backend().children(newId())).isEmpty();
  }
}
