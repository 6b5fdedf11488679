package dev.taskmeta;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A saved group.
 *
 * @param groupId the group's id
 * @param parentIdOrNull the task that made it, or null
 * @param createdAt when it was saved first
 * @param taskIds its tasks in order
 */
public record GroupMeta(
    String groupId, @Nullable String parentIdOrNull, Instant createdAt, List<String> taskIds) {

  /** Returns the task that made the group. */
  public Optional<String> parentId() {
    return Optional.ofNullable(parentIdOrNull);
  }
}
