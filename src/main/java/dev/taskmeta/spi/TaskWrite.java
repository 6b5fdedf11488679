package dev.taskmeta.spi;

import dev.taskmeta.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One checked and encoded update on its way into a store. What a field's absence means, and when
 * the update is to be refused, is said in {@link ResultStore#store}.
 *
 * @param taskId the task's id
 * @param state the new state
 * @param name description: the task's name
 * @param args description: the positional arguments
 * @param kwargs description: the named arguments
 * @param queue description: the queue
 * @param parentId description: the task that called this one
 * @param rootId description: the first task of the tree
 * @param groupId description: the group
 * @param createdAt description: when the task was created; of two the earlier is kept
 * @param eta description: the earliest time to start
 * @param worker attempt: who runs it
 * @param retries attempt: how many tries came before
 * @param startedAt attempt: when it began
 * @param aliveFor attempt: for how long from now, on the store's clock, it counts as alive
 * @param result outcome: the encoded result or error document
 * @param errorType outcome: the error's qualified class name
 * @param errorMessage outcome: the error's message
 * @param errorFingerprint outcome: what occurrences of the error have in common, see {@link
 *     dev.taskmeta.TaskError#fingerprint}
 * @param traceback outcome: the worker's traceback
 * @param finishedAt outcome: when it ended; set exactly where the state is ready
 * @param keepSeconds keeping: seconds to keep the row once ready; 0 for ever, null for the default
 * @param storeToken a random number that tells this store from every other
 */
public record TaskWrite(
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
    @Nullable Duration aliveFor,
    @Nullable StoredValue result,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable String errorFingerprint,
    @Nullable String traceback,
    @Nullable Instant finishedAt,
    @Nullable Long keepSeconds,
    long storeToken) {

  private static final int FIXED_BYTES = 512;

  /** About how many bytes a store sends for it: what its long fields have, and a little more. */
  public long size() {
    return FIXED_BYTES
        + size(args)
        + size(kwargs)
        + size(result)
        + size(errorMessage)
        + size(traceback);
  }

  private static long size(@Nullable StoredValue value) {
    return value == null
        ? 0
        : size(value.json()) + (value.bytes() == null ? 0 : value.bytes().length);
  }

  private static long size(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
