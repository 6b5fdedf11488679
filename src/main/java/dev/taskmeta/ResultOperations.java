package dev.taskmeta;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a result backend, whether each call is a transaction of its own ({@link
 * ResultBackend}) or all are part of the caller's ({@link ResultBackend#joining}).
 *
 * <p>Every method throws {@link StoreException} if the database fails, and {@link
 * RefusedValueException} if an id or a value cannot be stored.
 */
public interface ResultOperations {

  /**
   * Stores an update; durable when it returns (in the caller's transaction: when that commits).
   *
   * @param update what to store
   * @return false if it was refused because of what is there already: SUCCESS is final, FAILURE and
   *     REVOKED give way only to a new attempt or another end, PENDING never replaces
   * @throws CodecException if a value cannot be encoded
   */
  boolean store(TaskUpdate update);

  /**
   * Stores updates in one transaction, in their order; one id may be there several times.
   *
   * @param updates what to store
   * @return for each, what {@link #store} would return; true also for one that a later one of the
   *     same call overtook
   * @throws CodecException if a value cannot be encoded; then none is stored
   */
  List<Boolean> storeAll(List<TaskUpdate> updates);

  /**
   * Stores a state with a payload, such as PROGRESS with how far the task is.
   *
   * @param taskId the task
   * @param state the new state
   * @param payload what to tell, or null
   * @return as {@link #store}
   * @throws CodecException if the payload cannot be encoded
   */
  default boolean updateState(String taskId, TaskState state, @Nullable Object payload) {
    return store(TaskUpdate.builder(taskId, state).result(payload).build());
  }

  /** Returns all that is stored of a task; an unknown one reads as PENDING. */
  TaskMeta get(String taskId);

  /**
   * Returns all that is stored of several tasks.
   *
   * @param taskIds the tasks; repeated ones count once
   * @return every task asked for, in the order asked, unknown ones as PENDING
   */
  Map<String, TaskMeta> getMany(Collection<String> taskIds);

  /** Tells whether the store has a row of this task. */
  boolean exists(String taskId);

  /** Returns tasks as the query says, newest creation first. */
  List<TaskMeta> list(TaskQuery query);

  /** Returns the ids of the tasks that a task called, oldest first. */
  List<String> children(String taskId);

  /**
   * Removes a task; returns whether there was one.
   *
   * @throws TaskHeldException if it is held; see {@link Holds}
   */
  boolean forget(String taskId);

  /**
   * Removes tasks, all or none; returns how many there were.
   *
   * @throws TaskHeldException if any of them is held, also one that is not stored; then none is
   *     removed
   */
  int forget(Collection<String> taskIds);

  /**
   * Saves a group, replacing what was saved under its id.
   *
   * @param groupId the group's id: 1 to 255 code points, no white space
   * @param taskIds its tasks in order
   * @param parentId the task that made it, or null
   */
  void saveGroup(String groupId, List<String> taskIds, @Nullable String parentId);

  /**
   * Adds a task at the end of a group, which is saved if it is not there; of several callers at
   * once none is lost. A task that is in the group already stays where it is.
   *
   * @param groupId the group's id: 1 to 255 code points, no white space
   * @param taskId the task, known or not
   */
  void addToGroup(String groupId, String taskId);

  /** Returns a saved group, or empty if there is none. */
  Optional<GroupMeta> group(String groupId);

  /** Removes a group, not its tasks; returns whether there was one. */
  boolean deleteGroup(String groupId);

  /** Counts the tasks of a group by state, in one query; of an unknown group there are none. */
  GroupProgress groupProgress(String groupId);
}
