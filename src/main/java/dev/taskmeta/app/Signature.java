package dev.taskmeta.app;

import dev.taskmeta.AsyncResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that has not been made: a task, its arguments and options. Immutable and safe for use by
 * several threads.
 *
 * @param <R> what the task returns
 */
public final class Signature<R> {

  private final Task<R> task;
  private final List<@Nullable Object> args;
  private final CallOptions options;

  Signature(Task<R> task, List<@Nullable Object> args, CallOptions options) {
    this.task = task;
    this.args = args;
    this.options = options;
  }

  /** Returns the same call with other options. */
  public Signature<R> with(CallOptions options) {
    return new Signature<>(task, args, options);
  }

  /**
   * Makes the call.
   *
   * @throws CallRefusedException if the id is taken or the app is closed
   * @throws dev.taskmeta.StoreException if the call could not be recorded; then it will not run
   */
  public AsyncResult<R> delay() {
    return task.app().send(this);
  }

  Task<R> task() {
    return task;
  }

  List<@Nullable Object> args() {
    return args;
  }

  CallOptions options() {
    return options;
  }

  /** Returns the task's name, never its arguments. */
  @Override
  public String toString() {
    return "Signature[" + task.name() + "]";
  }
}
