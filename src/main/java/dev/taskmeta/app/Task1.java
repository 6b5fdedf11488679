package dev.taskmeta.app;

import dev.taskmeta.AsyncResult;

/**
 * A task of one argument. Immutable and safe for use by several threads.
 *
 * @param <R> what it returns
 */
public final class Task1<A, R> {

  private final Task<R> task;

  Task1(Task<R> task) {
    this.task = task;
  }

  /** Returns the task's name. */
  public String name() {
    return task.name();
  }

  /** Calls the task; see {@link Task#delay}. */
  public AsyncResult<R> delay(A first) {
    return task.delay((Object) first);
  }

  /** Calls the task with options; see {@link Task#applyAsync}. */
  public AsyncResult<R> applyAsync(A first, CallOptions options) {
    return task.signature((Object) first).with(options).delay();
  }

  /** Returns the call without making it, for {@link TaskApp#group}. */
  public Signature<R> signature(A first) {
    return task.signature((Object) first);
  }

  /** Returns a handle on an earlier call, made by any process. */
  public AsyncResult<R> asyncResult(String taskId) {
    return task.asyncResult(taskId);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return task.toString();
  }
}
