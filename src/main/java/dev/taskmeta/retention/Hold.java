package dev.taskmeta.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a task is, or was, held: nothing removes it until the hold is released.
 *
 * @param id the hold's number, rising
 * @param taskId the task, stored or not
 * @param reason why it is held
 * @param heldBy who holds it
 * @param heldAt since when, on the store's clock
 * @param releasedAt when the hold ended; null while it holds
 * @param releasedBy who released it; null while it holds
 */
public record Hold(
    long id,
    String taskId,
    String reason,
    String heldBy,
    Instant heldAt,
    @Nullable Instant releasedAt,
    @Nullable String releasedBy) {}
