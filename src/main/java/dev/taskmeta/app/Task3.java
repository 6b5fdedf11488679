package dev.taskmeta.app;

import dev.taskmeta.AsyncResult;

/**
 * A task of three arguments. Immutable and safe for use by several threads.
 *
 * @param <R> what it returns
 */
public final class Task3<A, B, C, R> {

  private final Task<R> task;

  Task3(Task<R> task) {
    this.task = task;
  }

  /** Returns the task's name. */
  public String name() {
    return task.name();
  }

  /** Calls the task; see {@link Task#delay}. */
  public AsyncResult<R> delay(A first, B second, C third) {
    return task.delay(first, second, third);
  }

  /** Calls the task with options; see {@link Task#applyAsync}. */
  public AsyncResult<R> applyAsync(A first, B second, C third, CallOptions options) {
    return task.signature(first, second, third).with(options).delay();
  }

  /** Returns the call without making it, for {@link TaskApp#group}. */
  public Signature<R> signature(A first, B second, C third) {
    return task.signature(first, second, third);
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
