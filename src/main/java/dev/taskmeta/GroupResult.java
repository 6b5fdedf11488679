package dev.taskmeta;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that belong together under an id of their own, which can be saved and restored in another
 * process by {@link ResultBackend#restoreGroup}.
 *
 * @param <T> what each result is read as
 */
public final class GroupResult<T> extends ResultSet<T> {

  private final String groupId;
  private final @Nullable String parentId;

  GroupResult(
      ResultBackend backend,
      String groupId,
      @Nullable String parentId,
      Collection<AsyncResult<T>> results) {
    super(backend, results);
    this.groupId = groupId;
    this.parentId = parentId;
  }

  /** Returns the group's id. */
  public String id() {
    return groupId;
  }

  /** Returns the task that made the group. */
  public Optional<AsyncResult<?>> parent() {
    return Optional.ofNullable(parentId).map(id -> backend().asyncResult(id));
  }

  /** Saves the group, replacing what was saved under its id. */
  public GroupResult<T> save() {
    backend().saveGroup(groupId, ids(), parentId);
    return this;
  }

  /** Removes the saved group, not its tasks. */
  public void delete() {
    backend().deleteGroup(groupId);
  }

  /** Counts the tasks by state in one query of the saved group. */
  public GroupProgress progress() {
    return backend().groupProgress(groupId);
  }
}
