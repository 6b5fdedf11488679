package dev.taskmeta;

import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskRow;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of one task at one moment. An unknown task reads as PENDING and is not {@link
 * #known}. Immutable and safe for use by several threads.
 */
public final class TaskMeta {

  private final String taskId;
  private final @Nullable TaskRow row;
  private final Codecs codecs;

  TaskMeta(String taskId, @Nullable TaskRow row, Codecs codecs) {
    this.taskId = taskId;
    this.row = row;
    this.codecs = codecs;
  }

  /** Returns the task's id. */
  public String taskId() {
    return taskId;
  }

  /** Tells whether the store has a row of this task. */
  public boolean known() {
    return row != null;
  }

  /** Returns the state; PENDING where the task is unknown. */
  public TaskState state() {
    return row == null ? TaskState.PENDING : row.state();
  }

  /** Tells whether the task has ended: SUCCESS, FAILURE or REVOKED. */
  public boolean ready() {
    return state().isReady();
  }

  /**
   * Tells whether the task's process has stopped renewing it, so that it will not end by itself.
   */
  public boolean lost() {
    return row != null && row.lost();
  }

  /** Returns the task's name. */
  public Optional<String> name() {
    return of(row == null ? null : row.name());
  }

  /** Returns the positional arguments, decoded from JSON. */
  public Optional<List<@Nullable Object>> args() {
    return of(row == null ? null : row.args()).map(codecs::list);
  }

  /** Returns the named arguments, decoded from JSON. */
  public Optional<Map<String, @Nullable Object>> kwargs() {
    return of(row == null ? null : row.kwargs()).map(codecs::map);
  }

  /** Returns the positional arguments as they are stored. */
  public Optional<Payload> argsPayload() {
    return of(row == null ? null : row.args()).map(StoredValue::payload);
  }

  /** Returns the named arguments as they are stored. */
  public Optional<Payload> kwargsPayload() {
    return of(row == null ? null : row.kwargs()).map(StoredValue::payload);
  }

  /** Returns the queue. */
  public Optional<String> queue() {
    return of(row == null ? null : row.queue());
  }

  /** Returns the id of the task that called this one. */
  public Optional<String> parentId() {
    return of(row == null ? null : row.parentId());
  }

  /** Returns the id of the first task of the tree. */
  public Optional<String> rootId() {
    return of(row == null ? null : row.rootId());
  }

  /** Returns the id of the group. */
  public Optional<String> groupId() {
    return of(row == null ? null : row.groupId());
  }

  /** Returns when the task was created, on the clock of whoever stored it first. */
  public Optional<Instant> createdAt() {
    return of(row == null ? null : row.createdAt());
  }

  /** Returns the earliest time to start. */
  public Optional<Instant> eta() {
    return of(row == null ? null : row.eta());
  }

  /** Returns who ran the task last. */
  public Optional<String> worker() {
    return of(row == null ? null : row.worker());
  }

  /** Returns how many tries came before the last. */
  public Optional<Integer> retries() {
    return of(row == null ? null : row.retries());
  }

  /** Returns when the last attempt began, on the worker's clock. */
  public Optional<Instant> startedAt() {
    return of(row == null ? null : row.startedAt());
  }

  /** Returns until when the task's process declared it alive, on the store's clock. */
  public Optional<Instant> aliveUntil() {
    return of(row == null ? null : row.aliveUntil());
  }

  /** Returns when the task ended, on the worker's clock; there exactly when it is ready. */
  public Optional<Instant> finishedAt() {
    return of(row == null ? null : row.finishedAt());
  }

  /** Returns when the task was last stored, on the store's clock. */
  public Optional<Instant> updatedAt() {
    return of(row == null ? null : row.updatedAt());
  }

  /** Returns when the row may be removed, on the store's clock; empty for never. */
  public Optional<Instant> expiresAt() {
    return of(row == null ? null : row.expiresAt());
  }

  /** Returns who said when the row may be removed: {@code store} or {@code default}. */
  public Optional<String> expiresFrom() {
    return of(row == null ? null : row.expiresFrom());
  }

  /** Returns the worker's traceback. */
  public Optional<String> traceback() {
    return of(row == null ? null : row.traceback());
  }

  /** Returns the error's qualified class name. */
  public Optional<String> errorType() {
    return of(row == null ? null : row.errorType());
  }

  /** Returns the error's message. */
  public Optional<String> errorMessage() {
    return of(row == null ? null : row.errorMessage());
  }

  /**
   * Returns what the occurrences of the error have in common, as 16 hex digits; empty also where an
   * older version stored the error.
   *
   * @see TaskError#fingerprint
   */
  public Optional<String> errorFingerprint() {
    return of(row == null ? null : row.errorFingerprint());
  }

  /** Returns the error with its causes, where the state carries one. */
  public Optional<TaskError> error() {
    return row == null || row.errorType() == null ? Optional.empty() : codecs.error(row);
  }

  /** Tells whether the row holds a result; JSON's null is one. */
  public boolean hasResult() {
    return row != null && row.result() != null && row.errorType() == null;
  }

  /** Returns the result, or the error's document, as it is stored. */
  public Optional<Payload> payload() {
    return of(row == null ? null : row.result()).map(StoredValue::payload);
  }

  /**
   * Returns the result in its codec's natural type: of JSON a Map, List, String, Integer, Long,
   * BigInteger, BigDecimal, Boolean or null.
   *
   * @return the result, or null where there is none or it is JSON's null
   * @throws CodecException if it cannot be read
   */
  public @Nullable Object result() {
    return resultAs((Type) Object.class);
  }

  /**
   * Returns the result as a type.
   *
   * @param type the type wanted
   * @return the result, or null where there is none or it is JSON's null
   * @throws CodecException if it cannot be read as that type
   */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T resultAs(Class<T> type) {
    return (T) resultAs((Type) type);
  }

  /**
   * Returns the result as a type that may be generic, such as {@code List<Integer>}.
   *
   * @param type the type wanted
   * @return the result, or null where there is none or it is JSON's null
   * @throws CodecException if it cannot be read as that type
   */
  public @Nullable Object resultAs(Type type) {
    return row == null || row.result() == null || row.errorType() != null
        ? null
        : codecs.decode(taskId, row.result(), type);
  }

  private static <T> Optional<T> of(@Nullable T value) {
    return Optional.ofNullable(value);
  }

  /** Returns id and state, never arguments or results. */
  @Override
  public String toString() {
    return "TaskMeta[" + taskId + ", " + state() + (known() ? "]" : ", unknown]");
  }
}
