package dev.taskmeta.app;

import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempt that runs: who it is, and how it tells of its progress and asks for another try. Safe
 * for use by several threads while the attempt runs.
 */
public final class TaskContext {

  /** The state that {@link #progress} stores, as Celery's users name it. */
  public static final TaskState PROGRESS = TaskState.of("PROGRESS");

  private static final Logger LOGGER = LoggerFactory.getLogger(TaskContext.class);
  private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

  private final TaskApp app;
  private final Call call;
  private final int retries;

  TaskContext(TaskApp app, Call call, int retries) {
    this.app = app;
    this.call = call;
    this.retries = retries;
  }

  /**
   * Returns the context of the task that this thread runs.
   *
   * @throws IllegalStateException if it runs none
   */
  public static TaskContext current() {
    return ifAny().orElseThrow(() -> new IllegalStateException("this thread runs no task"));
  }

  /** Returns the context of the task that this thread runs, or empty if it runs none. */
  public static Optional<TaskContext> ifAny() {
    return Optional.ofNullable(CURRENT.get());
  }

  static void enter(@Nullable TaskContext context) {
    if (context == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(context);
    }
  }

  /** Returns the task's id. */
  public String id() {
    return call.id;
  }

  /** Returns the task's name. */
  public String name() {
    return call.name;
  }

  /** Returns the positional arguments as they were given. */
  public List<@Nullable Object> args() {
    return call.args;
  }

  /**
   * Returns one argument.
   *
   * @param index its place, from 0
   * @param type what it is
   * @return the argument, which may be null
   * @throws IndexOutOfBoundsException if there are fewer
   * @throws ClassCastException if it is something else
   */
  public <A> @Nullable A arg(int index, Class<A> type) {
    return type.cast(call.args.get(index));
  }

  /** Returns the named arguments; empty where none were given. */
  public Map<String, @Nullable Object> kwargs() {
    return call.options.kwargs == null ? Map.of() : call.options.kwargs;
  }

  /** Returns how many tries came before this one. */
  public int retries() {
    return retries;
  }

  /** Returns the name of this worker. */
  public String worker() {
    return app.worker();
  }

  /** Returns the first task of the tree; this one's id where nobody called it. */
  public String rootId() {
    return call.rootId == null ? call.id : call.rootId;
  }

  /** Tells whether somebody revoked the task in this app, or the app is ending it. */
  public boolean isRevoked() {
    return call.revoked;
  }

  /**
   * Stores the state {@link #PROGRESS} with a payload that any process can read.
   *
   * @param payload how far the task is, or null
   * @return as {@link #updateState}
   */
  public boolean progress(@Nullable Object payload) {
    return updateState(PROGRESS, payload);
  }

  /**
   * Stores a state of the task's own with a payload. A database that is away does not fail the
   * task: the report is logged and dropped.
   *
   * @param state any state that is not ready
   * @param payload what to tell, or null
   * @return true if it was stored; false if the task was revoked, ignores its result, or the
   *     database was away
   * @throws IllegalArgumentException if the state is ready: a task ends by returning or throwing
   * @throws dev.taskmeta.CodecException if the payload cannot be encoded
   * @throws dev.taskmeta.RefusedValueException if the payload is over {@code result_max_bytes}
   */
  public boolean updateState(TaskState state, @Nullable Object payload) {
    if (state.isReady()) {
      throw new IllegalArgumentException(
          "task " + id() + ": " + state + " is for the end: return a result, or throw");
    }
    if (call.options.ignoreResult || call.revoked) {
      return false;
    }
    try {
      return app.backend().updateState(id(), state, payload);
    } catch (StoreException e) {
      LOGGER.warn("task {}: the state {} was not stored: {}", id(), state, e.getMessage());
      return false;
    }
  }

  /**
   * Ends this attempt and tries again later, in this JVM: stores RETRY with the error. Always
   * throws; {@code throw} before it tells the compiler so.
   *
   * <pre>{@code
   * throw context.retry(e, 3, Duration.ofSeconds(10));
   * }</pre>
   *
   * @param cause why this attempt failed
   * @param most how many tries may follow the first; after those the cause is the task's FAILURE
   * @param delay how long to wait
   * @return never
   * @throws RetryException if another try follows
   * @throws Exception the cause itself if none does
   */
  public RetryException retry(Throwable cause, int most, Duration delay) throws Exception {
    if (retries < most) {
      throw new RetryException(cause, delay);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw cause instanceof Exception exception ? exception : new IllegalStateException(cause);
  }

  /** Returns name and id, never arguments. */
  @Override
  public String toString() {
    return "TaskContext[" + name() + ", " + id() + "]";
  }
}
