package dev.taskmeta.spi;

import dev.taskmeta.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One task as a store keeps it.
 *
 * @param taskId the task's id
 * @param state the state
 * @param name the task's name
 * @param args the positional arguments
 * @param kwargs the named arguments
 * @param queue the queue
 * @param parentId the task that called this one
 * @param rootId the first task of the tree
 * @param groupId the group
 * @param createdAt when the task was created, on the clock of whoever stored it first
 * @param eta the earliest time to start
 * @param worker who ran it last
 * @param retries how many tries came before the last
 * @param startedAt when the last attempt began, on the worker's clock
 * @param aliveUntil until when its process declared it alive, on the store's clock
 * @param lost whether its process has stopped renewing it
 * @param result the encoded result or error document
 * @param errorType the error's qualified class name
 * @param errorMessage the error's message
 * @param errorFingerprint what occurrences of the error have in common, see {@link
 *     dev.taskmeta.TaskError#fingerprint}
 * @param traceback the worker's traceback
 * @param finishedAt when it ended, on the worker's clock
 * @param updatedAt when it was last stored, on the store's clock
 * @param expiresAt when it may be removed, on the store's clock; null for never
 * @param expiresFrom who said so: {@code store} or {@code default}
 */
public record TaskRow(
    String taskId,
    TaskState state,
    @Nullable String name,
    @Nullable StoredValue args,
    @Nullable StoredValue kwargs,
    @Nullable String queue,
    @Nullable String parentId,
    @Nullable String rootId,
    @Nullable String groupId,
    Instant createdAt,
    @Nullable Instant eta,
    @Nullable String worker,
    @Nullable Integer retries,
    @Nullable Instant startedAt,
    @Nullable Instant aliveUntil,
    boolean lost,
    @Nullable StoredValue result,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable String errorFingerprint,
    @Nullable String traceback,
    @Nullable Instant finishedAt,
    Instant updatedAt,
    @Nullable Instant expiresAt,
    @Nullable String expiresFrom) {}
