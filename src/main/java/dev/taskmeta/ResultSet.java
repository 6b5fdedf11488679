package dev.taskmeta;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several tasks as one: whether they are done, and their results together. What is asked of all is
 * asked in one query. Not safe for use by several threads while tasks are added or removed.
 *
 * @param <T> what each result is read as
 */
public sealed class ResultSet<T> implements Iterable<AsyncResult<T>> permits GroupResult {

  private final ResultBackend backend;
  private final LinkedHashSet<AsyncResult<T>> results;

  ResultSet(ResultBackend backend, Collection<AsyncResult<T>> results) {
    this.backend = backend;
    this.results = new LinkedHashSet<>(results);
  }

  /** Returns the tasks in their order. */
  public List<AsyncResult<T>> results() {
    return List.copyOf(results);
  }

  /** Returns the tasks' ids in their order. */
  public List<String> ids() {
    return results.stream().map(AsyncResult::id).toList();
  }

  /** Returns how many tasks there are. */
  public int size() {
    return results.size();
  }

  /** Adds a task unless it is there. */
  public void add(AsyncResult<T> result) {
    results.add(result);
  }

  /** Removes a task if it is there; returns whether it was. */
  public boolean discard(AsyncResult<T> result) {
    return results.remove(result);
  }

  /** Tells whether all tasks have succeeded. */
  public boolean successful() {
    return all(TaskState.SUCCESS::equals);
  }

  /** Tells whether any task is in FAILURE. */
  public boolean failed() {
    return count(TaskState.FAILURE::equals) > 0;
  }

  /** Tells whether all tasks have ended. */
  public boolean ready() {
    return all(TaskState::isReady);
  }

  /** Tells whether any task has not ended. */
  public boolean waiting() {
    return !ready();
  }

  /** Returns how many tasks have succeeded, which is what Celery means by "completed". */
  public int completedCount() {
    return count(TaskState.SUCCESS::equals);
  }

  private boolean all(Predicate<TaskState> wanted) {
    return count(wanted) == results.size();
  }

  private int count(Predicate<TaskState> wanted) {
    Map<String, TaskState> states = backend.states(ids());
    return (int) ids().stream().filter(id -> wanted.test(states.get(id))).count();
  }

  /**
   * Waits for all tasks and returns their results in order.
   *
   * @param timeout how long at most, for all together
   * @throws TaskFailedException the first, in order, that did not succeed
   * @throws ResultTimeoutException if one is not ready in time
   */
  public List<@Nullable T> join(Duration timeout) {
    return join(WaitOptions.atMost(timeout));
  }

  /** Waits for all tasks for ever; see {@link #join(Duration)}. */
  public List<@Nullable T> join() {
    return join(WaitOptions.FOREVER);
  }

  /** Waits for all tasks as the options say; see {@link #join(Duration)}. */
  public List<@Nullable T> join(WaitOptions options) {
    List<@Nullable T> values = new ArrayList<>();
    long start = System.nanoTime();
    for (AsyncResult<T> result : results) {
      values.add(result.get(rest(options, start)));
    }
    return values;
  }

  /**
   * Waits for all tasks and returns how each ended, in order, without throwing for a failed one.
   *
   * @throws ResultTimeoutException if one is not ready in time
   */
  public List<TaskOutcome<T>> outcomes(WaitOptions options) {
    long start = System.nanoTime();
    List<TaskOutcome<T>> outcomes = new ArrayList<>();
    for (AsyncResult<T> result : results) {
      outcomes.add(result.outcome(rest(options, start)));
    }
    return outcomes;
  }

  private static WaitOptions rest(WaitOptions options, long start) {
    Duration timeout = options.timeout();
    if (timeout == null) {
      return options;
    }
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    return options.withTimeout(left.isNegative() ? Duration.ZERO : left);
  }

  /**
   * Returns the tasks as they end, well or not: the first to end comes first.
   *
   * @param timeout how long to wait at most, for all together; null for ever
   * @return an iterator whose {@code next} waits, and throws {@link ResultTimeoutException} if the
   *     time is up
   */
  public Iterator<AsyncResult<T>> asCompleted(@Nullable Duration timeout) {
    return new Completions(timeout);
  }

  /**
   * Removes what is stored of all tasks, all or none.
   *
   * @throws TaskHeldException if any of them is held; then none is removed
   */
  public void forget() {
    backend.forget(ids());
  }

  @Override
  public Iterator<AsyncResult<T>> iterator() {
    return results().iterator();
  }

  /** Returns how many tasks there are, never a result. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + results.size() + " tasks]";
  }

  ResultBackend backend() {
    return backend;
  }

  /** The tasks in the order in which they end. */
  private final class Completions implements Iterator<AsyncResult<T>> {

    private final @Nullable Duration timeout;
    private final long start = System.nanoTime();
    private final BlockingQueue<AsyncResult<T>> ended = new LinkedBlockingQueue<>();
    private final LinkedHashSet<AsyncResult<T>> missing = new LinkedHashSet<>(results);

    Completions(@Nullable Duration timeout) {
      this.timeout = timeout;
      for (AsyncResult<T> result : missing) {
        CompletableFuture<T> future = result.toFuture();
        future.whenComplete((value, problem) -> ended.add(result));
      }
    }

    @Override
    public boolean hasNext() {
      return !missing.isEmpty();
    }

    @Override
    public AsyncResult<T> next() {
      if (missing.isEmpty()) {
        throw new NoSuchElementException();
      }
      try {
        AsyncResult<T> result = take();
        missing.remove(result);
        return result;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while waiting for " + missing);
      }
    }

    private AsyncResult<T> take() throws InterruptedException {
      if (timeout == null) {
        return ended.take();
      }
      long left = timeout.toNanos() - (System.nanoTime() - start);
      AsyncResult<T> result = ended.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      if (result == null) {
        AsyncResult<T> first = missing.iterator().next();
        throw new ResultTimeoutException(first.id(), first.state(), timeout);
      }
      return result;
    }
  }
}
