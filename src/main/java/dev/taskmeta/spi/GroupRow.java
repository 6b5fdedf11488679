package dev.taskmeta.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group as a store keeps it.
 *
 * @param groupId the group's id
 * @param parentId the task that made the group, or null
 * @param createdAt when it was saved first
 * @param taskIds its tasks in order
 */
public record GroupRow(
    String groupId, @Nullable String parentId, Instant createdAt, List<String> taskIds) {

  /** Copies the ids. */
  public GroupRow {
    taskIds = List.copyOf(taskIds);
  }
}
