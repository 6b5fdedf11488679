package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.GroupResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskState;
import dev.taskmeta.testing.StatementLog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many statements a call costs. Left out on memory://: it has none. */
interface StatementContract extends SqlContract {

  private ResultBackend logged(StatementLog log) {
    backend();
    return ResultBackend.builder()
        .dataSource(log.on(schema().dataSource()))
        .set(Setting.SCHEMA_MODE, "off")
        .set(Setting.CLEANUP_SCHEDULE, "off")
        .build();
  }

  @Test
  default void aStoreIsOneStatement() {
    String id = newId();
    StatementLog log = new StatementLog();
    try (ResultBackend backend = logged(log)) {
      for (TaskState state : List.of(PENDING, STARTED, SUCCESS)) {
        log.clear();
        assertThat(backend.store(update(id, state).build())).isTrue();
        assertThat(log.statements()).as("%s", state).hasSize(1);
      }
    }
  }

  @Test
  default void aBatchThatIsAcceptedIsOneText() {
    List<String> ids = newIds(300);
    StatementLog log = new StatementLog();
    try (ResultBackend backend = logged(log)) {
      log.clear();
      assertThat(backend.storeAll(ids.stream().map(id -> update(id, SUCCESS).build()).toList()))
          .doesNotContain(false);
      assertThat(Set.copyOf(log.statements())).hasSize(1);
    }
  }

  @Test
  default void theProgressOfAGroupIsOneStatement() {
    String groupId = newId();
    List<String> ids = newIds(1_000);
    backend()
        .storeAll(ids.subList(0, 400).stream().map(id -> update(id, SUCCESS).build()).toList());
    backend().saveGroup(groupId, ids, null);
    StatementLog log = new StatementLog();
    try (ResultBackend backend = logged(log)) {
      log.clear();
      assertThat(backend.groupProgress(groupId).byState())
          .isEqualTo(Map.of(SUCCESS, 400L, PENDING, 600L));
      assertThat(log.statements()).hasSize(1);
    }
  }

  @Test
  default void theProgressOfAGroupsHandleIsOneStatement() {
    List<String> ids = newIds(300);
    backend().storeAll(ids.stream().map(id -> update(id, SUCCESS).build()).toList());
    StatementLog log = new StatementLog();
    try (ResultBackend backend = logged(log)) {
      List<AsyncResult<Object>> results = ids.stream().map(backend::asyncResult).toList();
      GroupResult<Object> group = backend.groupResult(newId(), results);
      log.clear();
      assertThat(group.completedCount()).isEqualTo(300);
      assertThat(log.statements()).hasSize(1);
    }
  }

  @Test
  default void severalTasksAreReadByOneStatement() {
    List<String> ids = newIds(300);
    backend().storeAll(ids.stream().map(id -> update(id, SUCCESS).result(id).build()).toList());
    StatementLog log = new StatementLog();
    try (ResultBackend backend = logged(log)) {
      log.clear();
      assertThat(backend.getMany(ids).values())
          .allSatisfy(meta -> assertThat(meta.result()).isEqualTo(meta.taskId()));
      assertThat(log.statements()).hasSize(1);
    }
  }
}
