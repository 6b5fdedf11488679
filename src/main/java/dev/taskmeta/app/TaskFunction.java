package dev.taskmeta.app;

import org.jspecify.annotations.Nullable;

/**
 * What a task does, given its context. The nested interfaces are the same for plain functions of
 * none to three arguments, which find their context by {@link TaskContext#current}.
 *
 * @param <R> the result
 */
@FunctionalInterface
public interface TaskFunction<R> {

  /**
   * Runs one attempt of the task.
   *
   * @param context the attempt: its arguments, its progress, its retries
   * @return the result, which may be null
   * @throws Exception if the attempt failed; it is stored as the task's error
   */
  @Nullable R run(TaskContext context) throws Exception;

  /** A task without arguments. */
  @FunctionalInterface
  interface Of0<R> {

    /** Runs one attempt; see {@link TaskFunction#run}. */
    @Nullable R run() throws Exception;
  }

  /** A task of one argument. */
  @FunctionalInterface
  interface Of1<A, R> {

    /** Runs one attempt; see {@link TaskFunction#run}. */
    @Nullable R run(A first) throws Exception;
  }

  /** A task of two arguments. */
  @FunctionalInterface
  interface Of2<A, B, R> {

    /** Runs one attempt; see {@link TaskFunction#run}. */
    @Nullable R run(A first, B second) throws Exception;
  }

  /** A task of three arguments. */
  @FunctionalInterface
  interface Of3<A, B, C, R> {

    /** Runs one attempt; see {@link TaskFunction#run}. */
    @Nullable R run(A first, B second, C third) throws Exception;
  }
}
