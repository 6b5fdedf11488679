package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.REVOKED;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.GroupMeta;
import dev.taskmeta.GroupProgress;
import dev.taskmeta.GroupResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Groups: saved, saved again, restored, counted, removed. */
interface GroupContract extends Contract {

  @Test
  default void aSavedGroupIsRestoredInItsOrder() {
    String groupId = newId();
    List<String> ids = newIds(5);
    List<AsyncResult<Object>> results = ids.stream().map(backend()::asyncResult).toList();
    backend().groupResult(groupId, results).save();
    GroupResult<Object> restored = backend().restoreGroup(groupId).orElseThrow();
    assertThat(restored.id()).isEqualTo(groupId);
    assertThat(restored.ids()).isEqualTo(ids);
    assertThat(restored.results()).isEqualTo(results);
    assertThat(restored.parent()).isEmpty();
  }

  @Test
  default void anUnknownGroupIsEmpty() {
    String groupId = newId();
    assertThat(backend().group(groupId)).isEmpty();
    assertThat(backend().restoreGroup(groupId)).isEmpty();
    assertThat(backend().deleteGroup(groupId)).isFalse();
    assertThat(backend().groupProgress(groupId).total()).isZero();
  }

  @Test
  default void aGroupSavedAgainIsReplacedButItsCreation() {
    String groupId = newId();
    List<String> first = newIds(4);
    List<String> second = newIds(2);
    backend().saveGroup(groupId, first, "parent-1");
    Instant createdAt = backend().group(groupId).orElseThrow().createdAt();
    backend().saveGroup(groupId, second, null);
    GroupMeta group = backend().group(groupId).orElseThrow();
    assertThat(group.taskIds()).isEqualTo(second);
    assertThat(group.parentId()).isEmpty();
    assertThat(group.createdAt()).isEqualTo(createdAt);
    backend().saveGroup(groupId, first, "parent-2");
    assertThat(backend().group(groupId).orElseThrow().parentId()).contains("parent-2");
    assertThat(backend().restoreGroup(groupId).orElseThrow().parent())
        .contains(backend().asyncResult("parent-2"));
    assertThat(backend().restoreGroup(groupId).orElseThrow().ids()).isEqualTo(first);
  }

  @Test
  default void anEmptyGroupIsAGroup() {
    String groupId = newId();
    backend().saveGroup(groupId, List.of(), null);
    assertThat(backend().group(groupId).orElseThrow().taskIds()).isEmpty();
    GroupResult<Object> group = backend().restoreGroup(groupId).orElseThrow();
    assertThat(group.size()).isZero();
    assertThat(group.ready()).isTrue();
    assertThat(group.progress().total()).isZero();
  }

  @Test
  default void aDeletedGroupIsGoneAndItsTasksStay() {
    String groupId = newId();
    String id = newId();
    store(update(id, SUCCESS).result(1).groupId(groupId));
    GroupResult<Object> group =
        backend().groupResult(groupId, List.of(backend().asyncResult(id))).save();
    group.delete();
    assertThat(backend().group(groupId)).isEmpty();
    assertThat(backend().groupProgress(groupId).total()).isZero();
    assertThat(backend().get(id).result()).isEqualTo(1);
    backend().saveGroup(groupId, List.of(id), null);
    assertThat(backend().deleteGroup(groupId)).isTrue();
  }

  @Test
  default void progressCountsByState() {
    String groupId = newId();
    List<String> ids = newIds(8);
    store(ids.get(0), SUCCESS);
    store(ids.get(1), SUCCESS);
    store(ids.get(2), FAILURE);
    store(ids.get(3), STARTED);
    store(ids.get(4), REVOKED);
    store(ids.get(5), PENDING);
    store(ids.get(6), Contract.PROGRESS);
    backend().saveGroup(groupId, ids, null);
    GroupProgress progress = backend().groupProgress(groupId);
    assertThat(progress.byState())
        .isEqualTo(
            Map.of(
                SUCCESS,
                2L,
                FAILURE,
                1L,
                STARTED,
                1L,
                REVOKED,
                1L,
                PENDING,
                2L,
                Contract.PROGRESS,
                1L));
    assertThat(progress.total()).isEqualTo(8);
    assertThat(progress.completedCount()).isEqualTo(2);
    assertThat(progress.readyCount()).isEqualTo(4);
  }

  @Test
  default void aGroupOfThreeThousandIsSavedRestoredAndCounted() {
    String groupId = newId();
    List<String> ids = newIds(3_000);
    backend()
        .storeAll(ids.subList(0, 1_000).stream().map(id -> update(id, SUCCESS).build()).toList());
    backend().saveGroup(groupId, ids, null);
    assertThat(backend().group(groupId).orElseThrow().taskIds()).isEqualTo(ids);
    GroupProgress progress = backend().groupProgress(groupId);
    assertThat(progress.byState()).isEqualTo(Map.of(SUCCESS, 1_000L, PENDING, 2_000L));
    assertThat(backend().restoreGroup(groupId).orElseThrow().completedCount()).isEqualTo(1_000);
    backend().saveGroup(groupId, ids.subList(0, 1), null);
    assertThat(backend().groupProgress(groupId).total()).isEqualTo(1);
    backend().forget(ids);
  }

  @Test
  default void aTaskThatIsTwiceInAGroupIsTwiceInItsRow() {
    String groupId = newId();
    String id = newId();
    store(id, SUCCESS);
    backend().saveGroup(groupId, List.of(id, id), null);
    assertThat(backend().group(groupId).orElseThrow().taskIds()).containsExactly(id, id);
    assertThat(backend().groupProgress(groupId).completedCount()).isEqualTo(2);
  }

  @Test
  default void aTaskIsAddedAtTheEndOfAGroupOnce() {
    String growing = newId();
    String fresh = newId();
    backend().saveGroup(growing, List.of("first"), "parent");
    backend().addToGroup(growing, "second");
    backend().addToGroup(growing, "first");
    backend().addToGroup(fresh, "only");
    GroupMeta group = backend().group(growing).orElseThrow();
    assertThat(group.taskIds()).containsExactly("first", "second");
    assertThat(group.parentId()).contains("parent");
    assertThat(backend().group(fresh).orElseThrow().taskIds()).containsExactly("only");
  }
}
