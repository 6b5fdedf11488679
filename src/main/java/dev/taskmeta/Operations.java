package dev.taskmeta;

import dev.taskmeta.internal.Limits;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.internal.write.Encoder;
import dev.taskmeta.internal.write.Retry;
import dev.taskmeta.spi.GroupRow;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.TaskRow;
import dev.taskmeta.spi.TaskWrite;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks, encodes and repeats around a store; the same for a backend and for a transaction. */
final class Operations implements ResultOperations {

  private final ResultStore store;
  private final Encoder encoder;
  private final Codecs codecs;
  private final Retry retry;

  Operations(ResultStore store, Encoder encoder, Codecs codecs, Retry retry) {
    this.store = store;
    this.encoder = encoder;
    this.codecs = codecs;
    this.retry = retry;
  }

  @Override
  public boolean store(TaskUpdate update) {
    return storeAll(List.of(update)).get(0);
  }

  @Override
  public List<Boolean> storeAll(List<TaskUpdate> updates) {
    // Encoded once: a repetition bears the same token, so it knows its own write again.
    List<TaskWrite> writes = encoder.encodeAll(updates);
    return writes.isEmpty() ? List.of() : retry.call(() -> store.store(writes));
  }

  @Override
  public TaskMeta get(String taskId) {
    Limits.TASK_ID.check(null, taskId);
    List<String> ids = List.of(taskId);
    return new TaskMeta(taskId, retry.call(() -> store.fetch(ids)).get(taskId), codecs);
  }

  @Override
  public Map<String, TaskMeta> getMany(Collection<String> taskIds) {
    Set<String> ids = checked(taskIds);
    Map<String, TaskRow> rows = ids.isEmpty() ? Map.of() : retry.call(() -> store.fetch(ids));
    Map<String, TaskMeta> metas = new LinkedHashMap<>();
    ids.forEach(id -> metas.put(id, new TaskMeta(id, rows.get(id), codecs)));
    return metas;
  }

  @Override
  public boolean exists(String taskId) {
    Set<String> ids = checked(List.of(taskId));
    return !retry.call(() -> store.look(ids)).isEmpty();
  }

  @Override
  public List<TaskMeta> list(TaskQuery query) {
    return retry.call(() -> store.list(query)).stream()
        .map(row -> new TaskMeta(row.taskId(), row, codecs))
        .toList();
  }

  @Override
  public List<String> children(String taskId) {
    Limits.TASK_ID.check(null, taskId);
    return retry.call(() -> store.children(taskId));
  }

  @Override
  public boolean forget(String taskId) {
    return forget(List.of(taskId)) > 0;
  }

  @Override
  public int forget(Collection<String> taskIds) {
    Set<String> ids = checked(taskIds);
    return ids.isEmpty() ? 0 : retry.call(() -> store.forget(ids));
  }

  @Override
  public void saveGroup(String groupId, List<String> taskIds, @Nullable String parentId) {
    Limits.GROUP_ID.check(null, groupId);
    Limits.PARENT_ID.checkIfPresent(null, parentId);
    taskIds.forEach(taskId -> Limits.TASK_ID.check(null, taskId));
    retry.call(
        () -> {
          store.saveGroup(groupId, parentId, taskIds);
          return true;
        });
  }

  @Override
  public void addToGroup(String groupId, String taskId) {
    Limits.GROUP_ID.check(null, groupId);
    Limits.TASK_ID.check(null, taskId);
    retry.call(
        () -> {
          store.addToGroup(groupId, taskId);
          return true;
        });
  }

  @Override
  public Optional<GroupMeta> group(String groupId) {
    Limits.GROUP_ID.check(null, groupId);
    return retry.call(() -> store.group(groupId)).map(Operations::meta);
  }

  private static GroupMeta meta(GroupRow row) {
    return new GroupMeta(row.groupId(), row.parentId(), row.createdAt(), row.taskIds());
  }

  @Override
  public boolean deleteGroup(String groupId) {
    Limits.GROUP_ID.check(null, groupId);
    return retry.call(() -> store.deleteGroup(groupId));
  }

  @Override
  public GroupProgress groupProgress(String groupId) {
    Limits.GROUP_ID.check(null, groupId);
    return new GroupProgress(retry.call(() -> store.groupProgress(groupId)));
  }

  private static Set<String> checked(Collection<String> taskIds) {
    Set<String> ids = new LinkedHashSet<>(taskIds);
    ids.forEach(id -> Limits.TASK_ID.check(null, id));
    return ids;
  }
}
