package dev.taskmeta;

import dev.taskmeta.internal.watch.Waiter;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.TaskRow;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A handle on a task: its state, its result, and waiting for it. Made of an id alone in any process
 * by {@link ResultBackend#asyncResult}. What is stored is read anew at every question until the
 * task is ready, then kept, as Celery's {@code AsyncResult} does. Two handles on one id are equal.
 * Safe for use by several threads.
 *
 * @param <T> what the result is read as
 */
public final class AsyncResult<T> {

  private final ResultBackend backend;
  private final String taskId;
  private final Type type;
  private final @Nullable AsyncResult<?> parent;
  private final boolean ignored;
  private volatile @Nullable TaskMeta ended;

  AsyncResult(
      ResultBackend backend,
      String taskId,
      Type type,
      @Nullable AsyncResult<?> parent,
      boolean ignored) {
    this.backend = backend;
    this.taskId = taskId;
    this.type = type;
    this.parent = parent;
    this.ignored = ignored;
  }

  /** Returns the task's id. */
  public String id() {
    return taskId;
  }

  /** Returns all that is stored of the task. */
  public TaskMeta meta() {
    TaskMeta kept = ended;
    if (kept != null) {
      return kept;
    }
    TaskMeta meta = backend.get(taskId);
    if (meta.ready()) {
      ended = meta;
    }
    return meta;
  }

  /** Takes what was read of the task elsewhere. */
  TaskMeta read(TaskRow row) {
    TaskMeta meta = backend.meta(row);
    if (meta.ready()) {
      ended = meta;
    }
    return meta;
  }

  /** Returns the state; PENDING where the task is unknown. */
  public TaskState state() {
    return meta().state();
  }

  /** Tells whether the task has ended: SUCCESS, FAILURE or REVOKED. */
  public boolean ready() {
    return meta().ready();
  }

  /** Tells whether the task has succeeded. */
  public boolean successful() {
    return state().equals(TaskState.SUCCESS);
  }

  /** Tells whether the task is in FAILURE; one that was revoked has not failed, as in Celery. */
  public boolean failed() {
    return state().equals(TaskState.FAILURE);
  }

  /** Tells whether the task is stored at all, which tells unknown from PENDING. */
  public boolean exists() {
    return ended != null || backend.exists(taskId);
  }

  /** Tells whether the task was sent with its result ignored, so that nothing is ever stored. */
  public boolean ignored() {
    return ignored;
  }

  /**
   * Returns what there is now, without waiting and without throwing for a failed task: the result,
   * the progress payload of an unready task, or the {@link TaskFailedException}.
   *
   * @return the value, or null where there is none
   */
  public @Nullable Object result() {
    TaskMeta meta = meta();
    if (meta.state().propagates()) {
      return failure(meta);
    }
    return meta.resultAs(meta.ready() ? type : Object.class);
  }

  /**
   * Waits for ever and returns the result.
   *
   * @return the result, which may be null
   * @throws TaskFailedException if the task ends in FAILURE or REVOKED
   * @throws IllegalStateException if this thread runs a task; see {@link InTask}
   * @throws CancellationException if this thread is interrupted
   */
  public @Nullable T get() {
    return get(WaitOptions.FOREVER);
  }

  /**
   * Waits for the result.
   *
   * @param timeout how long at most; zero looks once
   * @return the result, which may be null
   * @throws ResultTimeoutException if the task is not ready by then; names id and last state
   * @throws TaskFailedException if the task ends in FAILURE or REVOKED
   * @throws IllegalStateException if this thread runs a task; see {@link InTask}
   * @throws CancellationException if this thread is interrupted
   */
  public @Nullable T get(Duration timeout) {
    return get(WaitOptions.atMost(timeout));
  }

  /** Waits for the result as the options say; see {@link #get(Duration)}. */
  public @Nullable T get(WaitOptions options) {
    return outcome(options).get();
  }

  /** Waits for the end of the task and returns it, well or not; see {@link #get(Duration)}. */
  public TaskOutcome<T> outcome(Duration timeout) {
    return outcome(WaitOptions.atMost(timeout));
  }

  /**
   * Waits for the end of the task and returns it without throwing for a failed task, as Celery's
   * {@code get(propagate=False)}.
   *
   * @throws ResultTimeoutException if the task is not ready in time
   * @throws IllegalStateException if this thread runs a task; see {@link InTask}
   * @throws CancellationException if this thread is interrupted
   */
  public TaskOutcome<T> outcome(WaitOptions options) {
    if (ignored) {
      return new TaskOutcome<>(meta(), null, null);
    }
    if (options.disableSyncSubtasks()) {
      InTask.checkMayWait();
    }
    return outcome(new Wait(this, options).await());
  }

  /**
   * Returns a future of the result: completed on the backend's executor when the task is ready, or
   * exceptionally with {@link TaskFailedException}. Cancelling it ends the waiting, not the task.
   */
  public CompletableFuture<T> toFuture() {
    CompletableFuture<T> future = new CompletableFuture<>();
    if (ignored) {
      future.complete(null);
      return future;
    }
    Waiter waiter =
        new Waiter() {
          @Override
          public void looked(Look look) {
            // Only the end counts.
          }

          @Override
          public void ended(TaskRow row) {
            execute(() -> complete(future, row));
          }

          @Override
          public void failed(RuntimeException reason) {
            execute(() -> future.completeExceptionally(reason));
          }

          private void execute(Runnable work) {
            try {
              backend.executor().execute(work);
            } catch (RejectedExecutionException e) {
              future.completeExceptionally(e);
            }
          }
        };
    backend.watcher().add(taskId, waiter);
    future.whenComplete((value, problem) -> backend.watcher().remove(taskId, waiter));
    return future;
  }

  private void complete(CompletableFuture<T> future, TaskRow row) {
    try {
      future.complete(outcome(read(row)).get());
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  /** The outcome of a task that is ready or lost. */
  @SuppressWarnings("unchecked")
  TaskOutcome<T> outcome(TaskMeta meta) {
    return meta.state().equals(TaskState.SUCCESS)
        ? new TaskOutcome<>(meta, (T) meta.resultAs(type), null)
        : new TaskOutcome<>(meta, null, failure(meta));
  }

  private TaskFailedException failure(TaskMeta meta) {
    return backend.failure(meta);
  }

  /** Returns the worker's traceback. */
  public Optional<String> traceback() {
    return meta().traceback();
  }

  /** Returns the task's name. */
  public Optional<String> name() {
    return meta().name();
  }

  /** Returns the positional arguments. */
  public Optional<List<@Nullable Object>> args() {
    return meta().args();
  }

  /** Returns the named arguments. */
  public Optional<Map<String, @Nullable Object>> kwargs() {
    return meta().kwargs();
  }

  /** Returns who ran the task last. */
  public Optional<String> worker() {
    return meta().worker();
  }

  /** Returns how many tries came before the last. */
  public Optional<Integer> retries() {
    return meta().retries();
  }

  /** Returns the queue. */
  public Optional<String> queue() {
    return meta().queue();
  }

  /** Returns when the task was created. */
  public Optional<Instant> dateCreated() {
    return meta().createdAt();
  }

  /** Returns when the last attempt began. */
  public Optional<Instant> dateStarted() {
    return meta().startedAt();
  }

  /** Returns when the task ended. */
  public Optional<Instant> dateDone() {
    return meta().finishedAt();
  }

  /**
   * Returns the parent: the one this handle was made with, or else the task that is stored as
   * having called this one.
   */
  public Optional<AsyncResult<?>> parent() {
    if (parent != null) {
      return Optional.of(parent);
    }
    return meta().parentId().map(backend::asyncResult);
  }

  /**
   * Returns a handle with a parent whose failure fails {@link #get} at once, as a link of Celery's
   * chain.
   */
  public AsyncResult<T> withParent(AsyncResult<?> parent) {
    return new AsyncResult<>(backend, taskId, type, parent, ignored);
  }

  /** Returns the tasks that this one called, oldest first. */
  public List<AsyncResult<?>> children() {
    List<AsyncResult<?>> children = new ArrayList<>();
    backend.children(taskId).forEach(child -> children.add(backend.asyncResult(child)));
    return children;
  }

  /**
   * Removes what is stored of the task and of the parents this handle was made with, all or none.
   *
   * @throws TaskHeldException if any of them is held; then none is removed
   */
  public void forget() {
    List<String> ids = new ArrayList<>();
    for (AsyncResult<?> each = this; each != null; each = each.parent) {
      each.ended = null;
      ids.add(each.taskId);
    }
    backend.forget(ids);
  }

  /**
   * Throws if the task is in FAILURE or REVOKED, without waiting.
   *
   * @throws TaskFailedException if it is
   */
  public void maybeThrow() {
    TaskMeta meta = meta();
    if (meta.state().propagates()) {
      throw failure(meta);
    }
  }

  ResultBackend backend() {
    return backend;
  }

  /** The parents this handle was made with, root first. */
  List<AsyncResult<?>> parents() {
    List<AsyncResult<?>> parents = new ArrayList<>();
    for (AsyncResult<?> each = parent; each != null; each = each.parent) {
      parents.add(0, each);
    }
    return parents;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AsyncResult<?> result && result.taskId.equals(taskId);
  }

  @Override
  public int hashCode() {
    return taskId.hashCode();
  }

  /** Returns the id, never the result. */
  @Override
  public String toString() {
    return "AsyncResult[" + taskId + "]";
  }
}
