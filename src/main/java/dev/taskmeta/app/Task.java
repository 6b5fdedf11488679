package dev.taskmeta.app;

import dev.taskmeta.AsyncResult;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task of any arguments. Calling it records it in the result backend, then puts it into the app's
 * queue. Immutable and safe for use by several threads.
 *
 * @param <R> what it returns
 */
public final class Task<R> {

  private final TaskApp app;
  private final String name;
  private final Type type;
  private final TaskFunction<R> function;

  Task(TaskApp app, String name, Type type, TaskFunction<R> function) {
    this.app = app;
    this.name = name;
    this.type = type;
    this.function = function;
  }

  /** Returns the task's name. */
  public String name() {
    return name;
  }

  /**
   * Calls the task.
   *
   * @param args its arguments: passed on as they are, and stored as JSON
   * @throws CallRefusedException if the app is closed
   * @throws dev.taskmeta.CodecException if an argument is not for JSON
   * @throws dev.taskmeta.StoreException if the call could not be recorded; then it will not run
   */
  public AsyncResult<R> delay(@Nullable Object... args) {
    return signature(args).delay();
  }

  /**
   * Calls the task with options.
   *
   * @throws CallRefusedException if the id is taken or the app is closed
   * @throws dev.taskmeta.RefusedValueException if an option cannot be stored
   * @throws dev.taskmeta.CodecException if an argument is not for JSON
   * @throws dev.taskmeta.StoreException if the call could not be recorded; then it will not run
   */
  public AsyncResult<R> applyAsync(List<? extends @Nullable Object> args, CallOptions options) {
    return signature(args.toArray()).with(options).delay();
  }

  /** Returns the call without making it, for {@link TaskApp#group}. */
  public Signature<R> signature(@Nullable Object... args) {
    List<@Nullable Object> copy = new ArrayList<>(Arrays.asList(args));
    return new Signature<>(this, Collections.unmodifiableList(copy), CallOptions.DEFAULT);
  }

  /** Returns a handle on an earlier call, made by any process, whose result is of this task. */
  public AsyncResult<R> asyncResult(String taskId) {
    return app.backend().asyncResult(taskId, type);
  }

  TaskApp app() {
    return app;
  }

  Type type() {
    return type;
  }

  TaskFunction<R> function() {
    return function;
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return "Task[" + name + "]";
  }
}
