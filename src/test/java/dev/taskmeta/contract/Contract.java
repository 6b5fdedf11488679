package dev.taskmeta.contract;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a theme of the contract runs on. All tests of a class share one store, as applications do,
 * so each uses ids of its own.
 */
interface Contract {

  TaskState PROGRESS = TaskState.of("PROGRESS");

  /** The backend that the tests share, with all settings at their defaults. */
  ResultBackend backend();

  /** A builder that knows where results are kept; on memory:// each opens a store of its own. */
  ResultBackend.Builder builder();

  /** Opens another backend with some settings. */
  default ResultBackend open(Map<Setting, String> settings) {
    ResultBackend.Builder builder = builder();
    settings.forEach(builder::set);
    return builder.build();
  }

  default String newId() {
    return ResultBackend.newTaskId();
  }

  default List<String> newIds(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(newId());
    }
    return ids;
  }

  default TaskUpdate.Builder update(String id, TaskState state) {
    return TaskUpdate.builder(id, state);
  }

  default boolean store(TaskUpdate.Builder update) {
    return backend().store(update.build());
  }

  default boolean store(String id, TaskState state) {
    return backend().store(TaskUpdate.of(id, state));
  }

  /** Stores an update that must be accepted and reads what is there then. */
  default TaskMeta stored(TaskUpdate.Builder update) {
    TaskUpdate built = update.build();
    if (!backend().store(built)) {
      throw new AssertionError("refused: " + built);
    }
    return backend().get(built.taskId());
  }
}
