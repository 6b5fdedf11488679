package dev.taskmeta;

import dev.taskmeta.internal.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of a task: its new state, and of all else only what it carries. Description
 * (name, arguments, queue, relatives) and attempt (worker, retries, start) that an update lacks are
 * kept; the outcome (result, error, traceback, end) is replaced as a whole.
 *
 * <pre>{@code
 * backend.store(TaskUpdate.builder(id, TaskState.SUCCESS).result(Map.of("answer", 42)).build());
 * }</pre>
 *
 * <p>Immutable; safe for use by several threads as far as the values it was given are.
 */
public final class TaskUpdate {

  private final Builder values;

  private TaskUpdate(Builder values) {
    this.values = values;
  }

  /**
   * Starts an update.
   *
   * @param taskId the task's id: 1 to 255 code points, no white space
   * @param state the new state
   * @throws RefusedValueException if the id is refused
   */
  public static Builder builder(String taskId, TaskState state) {
    return new Builder(taskId, state);
  }

  /**
   * Returns an update that carries nothing but the state.
   *
   * @param taskId the task's id: 1 to 255 code points, no white space
   * @param state the new state
   * @throws RefusedValueException if the id is refused
   */
  public static TaskUpdate of(String taskId, TaskState state) {
    return builder(taskId, state).build();
  }

  /** Returns the task's id. */
  public String taskId() {
    return values.taskId;
  }

  /** Returns the new state. */
  public TaskState state() {
    return values.state;
  }

  /** Returns the task's name, or null where the update lacks it. */
  public @Nullable String name() {
    return values.name;
  }

  /** Returns the positional arguments, or null where the update lacks them. */
  public @Nullable List<@Nullable Object> args() {
    return values.args;
  }

  /** Returns the named arguments, or null where the update lacks them. */
  public @Nullable Map<String, @Nullable Object> kwargs() {
    return values.kwargs;
  }

  /** Returns the queue, or null where the update lacks it. */
  public @Nullable String queue() {
    return values.queue;
  }

  /** Returns the id of the task that called this one, or null where the update lacks it. */
  public @Nullable String parentId() {
    return values.parentId;
  }

  /** Returns the id of the first task of the tree, or null where the update lacks it. */
  public @Nullable String rootId() {
    return values.rootId;
  }

  /** Returns the id of the group, or null where the update lacks it. */
  public @Nullable String groupId() {
    return values.groupId;
  }

  /** Returns when the task was created, or null for now if the row is new. */
  public @Nullable Instant createdAt() {
    return values.createdAt;
  }

  /** Returns the earliest time to start, or null where the update lacks it. */
  public @Nullable Instant eta() {
    return values.eta;
  }

  /** Returns the worker, or null where the update lacks it. */
  public @Nullable String worker() {
    return values.worker;
  }

  /** Returns how many tries came before this one, or null where the update lacks it. */
  public @Nullable Integer retries() {
    return values.retries;
  }

  /** Returns when the attempt began; null for now if the state is STARTED, else not carried. */
  public @Nullable Instant startedAt() {
    return values.startedAt;
  }

  /** Returns how long the running task counts as alive unless it is renewed, or null. */
  public @Nullable Duration aliveFor() {
    return values.aliveFor;
  }

  /** Tells whether the update carries a result (which may be null). */
  public boolean hasResult() {
    return values.hasResult;
  }

  /** Returns the result as it was given: a value to encode, or a {@link Payload}. */
  public @Nullable Object result() {
    return values.result;
  }

  /** Returns the content type of the codec that is to encode the result, or null for JSON. */
  public @Nullable String contentType() {
    return values.contentType;
  }

  /** Returns the error, or null where the update lacks it. */
  public @Nullable TaskError error() {
    return values.error;
  }

  /** Returns the traceback, or null where the update lacks it. */
  public @Nullable String traceback() {
    return values.traceback;
  }

  /** Returns when the task ended; null for now if the state is ready. */
  public @Nullable Instant finishedAt() {
    return values.finishedAt;
  }

  /** Returns how long to keep the row once it is ready (zero for ever), or null for the default. */
  public @Nullable Duration resultExpires() {
    return values.resultExpires;
  }

  /** Returns a builder that begins with all that this update carries. */
  public Builder toBuilder() {
    return values.copy();
  }

  /** Returns id and state, never arguments or results. */
  @Override
  public String toString() {
    return "TaskUpdate[" + values.taskId + ", " + values.state + "]";
  }

  /** Collects what an update carries. Not safe for use by several threads. */
  public static final class Builder implements Cloneable {

    private final String taskId;
    private final TaskState state;
    private @Nullable String name;
    private @Nullable List<@Nullable Object> args;
    private @Nullable Map<String, @Nullable Object> kwargs;
    private @Nullable String queue;
    private @Nullable String parentId;
    private @Nullable String rootId;
    private @Nullable String groupId;
    private @Nullable Instant createdAt;
    private @Nullable Instant eta;
    private @Nullable String worker;
    private @Nullable Integer retries;
    private @Nullable Instant startedAt;
    private @Nullable Duration aliveFor;
    private boolean hasResult;
    private @Nullable Object result;
    private @Nullable String contentType;
    private @Nullable TaskError error;
    private @Nullable String traceback;
    private @Nullable Instant finishedAt;
    private @Nullable Duration resultExpires;

    private Builder(String taskId, TaskState state) {
      this.taskId = Limits.TASK_ID.check(null, taskId);
      this.state = state;
    }

    /**
     * Carries the task's name: at most 255 code points, no white space at its ends.
     *
     * @throws RefusedValueException if it is refused
     */
    public Builder name(@Nullable String name) {
      this.name = Limits.NAME.checkIfPresent(taskId, name);
      return this;
    }

    /** Carries the positional arguments, to be stored as a JSON array. */
    public Builder args(@Nullable List<? extends @Nullable Object> args) {
      this.args = args == null ? null : Collections.unmodifiableList(new ArrayList<>(args));
      return this;
    }

    /** Carries the named arguments, to be stored as a JSON object. */
    public Builder kwargs(@Nullable Map<String, ? extends @Nullable Object> kwargs) {
      this.kwargs =
          kwargs == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
      return this;
    }

    /**
     * Carries the queue: at most 255 code points, no white space at its ends.
     *
     * @throws RefusedValueException if it is refused
     */
    public Builder queue(@Nullable String queue) {
      this.queue = Limits.QUEUE.checkIfPresent(taskId, queue);
      return this;
    }

    /**
     * Carries the id of the task that called this one.
     *
     * @throws RefusedValueException if it is over 255 code points or has white space
     */
    public Builder parentId(@Nullable String parentId) {
      this.parentId = Limits.PARENT_ID.checkIfPresent(taskId, parentId);
      return this;
    }

    /**
     * Carries the id of the first task of the tree.
     *
     * @throws RefusedValueException if it is over 255 code points or has white space
     */
    public Builder rootId(@Nullable String rootId) {
      this.rootId = Limits.ROOT_ID.checkIfPresent(taskId, rootId);
      return this;
    }

    /**
     * Carries the id of the group.
     *
     * @throws RefusedValueException if it is over 255 code points or has white space
     */
    public Builder groupId(@Nullable String groupId) {
      this.groupId = Limits.GROUP_ID.checkIfPresent(taskId, groupId);
      return this;
    }

    /**
     * Carries when the task was created; of several, the earliest is kept.
     *
     * @throws RefusedValueException if it lies outside the years 1000 to 9999
     */
    public Builder createdAt(@Nullable Instant createdAt) {
      this.createdAt = Limits.micros(taskId, "created_at", createdAt);
      return this;
    }

    /**
     * Carries the earliest time to start.
     *
     * @throws RefusedValueException if it lies outside the years 1000 to 9999
     */
    public Builder eta(@Nullable Instant eta) {
      this.eta = Limits.micros(taskId, "eta", eta);
      return this;
    }

    /**
     * Carries the worker: at most 255 code points, no white space at its ends.
     *
     * @throws RefusedValueException if it is refused
     */
    public Builder worker(@Nullable String worker) {
      this.worker = Limits.WORKER.checkIfPresent(taskId, worker);
      return this;
    }

    /**
     * Carries how many tries came before this one.
     *
     * @throws RefusedValueException if it is negative
     */
    public Builder retries(@Nullable Integer retries) {
      if (retries != null && retries < 0) {
        throw new RefusedValueException(taskId, "retries", "is " + retries, "count from zero");
      }
      this.retries = retries;
      return this;
    }

    /**
     * Carries when the attempt began; a STARTED update that lacks it begins now.
     *
     * @throws RefusedValueException if it lies outside the years 1000 to 9999
     */
    public Builder startedAt(@Nullable Instant startedAt) {
      this.startedAt = Limits.micros(taskId, "started_at", startedAt);
      return this;
    }

    /**
     * Declares the running task alive for so long, on the database's clock. Whoever says so must
     * renew it with {@code ResultBackend.keepAlive}, or the task will be declared lost.
     *
     * @throws RefusedValueException if it is not positive or over 100 years
     */
    public Builder aliveFor(@Nullable Duration aliveFor) {
      this.aliveFor = Durations.positive(taskId, "alive_until", aliveFor);
      return this;
    }

    /** Carries a result to be encoded as JSON; null is JSON's null, not the lack of a result. */
    public Builder result(@Nullable Object value) {
      this.hasResult = true;
      this.result = value;
      this.contentType = value instanceof byte[] ? Payload.BYTES : null;
      return this;
    }

    /**
     * Carries a result to be encoded by the codec of a content type.
     *
     * @param value the value, or null
     * @param contentType the codec's content type
     */
    public Builder result(@Nullable Object value, String contentType) {
      this.hasResult = true;
      this.result = value;
      this.contentType = Limits.CONTENT_TYPE.check(taskId, contentType);
      return this;
    }

    /** Carries an encoded result, kept to the byte. */
    public Builder payload(Payload payload) {
      return result(payload, payload.contentType());
    }

    /** Carries an error and its stack trace. */
    public Builder failure(Throwable exception) {
      return error(TaskError.of(exception)).traceback(TaskError.traceback(exception));
    }

    /** Carries an error. */
    public Builder error(@Nullable TaskError error) {
      this.error = error;
      return this;
    }

    /** Carries a traceback. U+0000 becomes U+2400 and an unpaired surrogate U+FFFD. */
    public Builder traceback(@Nullable String traceback) {
      this.traceback = traceback;
      return this;
    }

    /**
     * Carries when the task ended; a ready update that lacks it ended now.
     *
     * @throws RefusedValueException if it lies outside the years 1000 to 9999
     */
    public Builder finishedAt(@Nullable Instant finishedAt) {
      this.finishedAt = Limits.micros(taskId, "finished_at", finishedAt);
      return this;
    }

    /**
     * Keeps this row so long once it is ready, whatever {@code result_expires} says; zero keeps it
     * for ever. Rounded up to whole seconds.
     *
     * @throws RefusedValueException if it is negative or over 100 years
     */
    public Builder resultExpires(@Nullable Duration resultExpires) {
      this.resultExpires = Durations.notNegative(taskId, "keep_seconds", resultExpires);
      return this;
    }

    /**
     * Makes the update.
     *
     * @throws RefusedValueException if it carries both a result and an error, or an end or an error
     *     that its state cannot have
     */
    public TaskUpdate build() {
      if (hasResult && error != null) {
        throw new RefusedValueException(
            taskId, "result", "comes with an error", "carry one of the two");
      }
      if (finishedAt != null && !state.isReady()) {
        throw new RefusedValueException(
            taskId, "finished_at", "comes with the state " + state, "leave it out");
      }
      if (error != null && state.equals(TaskState.SUCCESS)) {
        throw new RefusedValueException(
            taskId, "error", "comes with the state SUCCESS", "store FAILURE, or leave it out");
      }
      return new TaskUpdate(copy());
    }

    private Builder copy() {
      try {
        return (Builder) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
