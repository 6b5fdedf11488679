package dev.taskmeta.app;

import dev.taskmeta.AsyncResult;

/**
 * A task of two arguments. Immutable and safe for use by several threads.
 *
 * @param <R> what it returns
 */
public final class Task2<A, B, R> {

  private final Task<R> task;

  Task2(Task<R> task) {
    this.task = task;
  }

  /** Returns the task's name. */
  public String name() {
    return task.name();
  }

  /** Calls the task; see {@link Task#delay}. */
  public AsyncResult<R> delay(A first, B second) {
    return task.delay(first, second);
  }

  /** Calls the task with options; see {@link Task#applyAsync}. */
  public AsyncResult<R> applyAsync(A first, B second, CallOptions options) {
    return task.signature(first, second).with(options).delay();
  }

  /** Returns the call without making it, for {@link TaskApp#group}. */
  public Signature<R> signature(A first, B second) {
    return task.signature(first, second);
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
