package dev.taskmeta.cli.bench;

import dev.taskmeta.ResultBackend;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * So many waiters on tasks that somebody else ends: measures what passes from the commit of a task
 * until its waiter is woken and has read the result. Whoever is woken waits for another task.
 */
public final class Waiters {

  private static final int MOST_PER_SECOND = 1_000;
  private static final int PER_WAITER_AND_SECOND = 20;
  private static final long PATIENCE_SECONDS = 10;

  private final ResultBackend backend;
  private final int waiters;
  private final BlockingQueue<Waiter> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Waiter> unfinished = new ConcurrentHashMap<>();
  private final Load.Tally tally = new Load.Tally();
  private volatile boolean measuring;
  private volatile boolean over;

  /** Ends a task somewhere else. */
  @FunctionalInterface
  public interface Other {
    /** Begins to end a task. */
    void end(String taskId, Ended ended);
  }

  /** Is told when a task has been committed. */
  @FunctionalInterface
  public interface Ended {
    /**
     * Takes the time of the commit.
     *
     * @param nanoTime as {@link System#nanoTime} says it on the same machine
     * @param problem why it failed, or null
     */
    void at(long nanoTime, @Nullable Throwable problem);
  }

  /**
   * Makes them; they wait when {@link #run} begins.
   *
   * @param waiters how many there are at any time
   */
  public Waiters(ResultBackend backend, int waiters) {
    this.backend = backend;
    this.waiters = waiters;
  }

  /** Lets them wait while tasks end, 20 a second for each waiter and at most 1,000 in all. */
  Load.Tally run(Duration warmup, Duration seconds, Other other) throws InterruptedException {
    for (int at = 0; at < waiters; at++) {
      add();
    }
    pace(warmup, other);
    measuring = true;
    long start = System.nanoTime();
    pace(seconds, other);
    long end = System.nanoTime();
    measuring = false;
    drain();
    synchronized (tally) {
      return tally.took(end - start);
    }
  }

  /**
   * Runs them; returns the durations from commit to wake-up.
   *
   * @param idle runs when no more tasks end, while all still wait
   */
  public Latencies run(Duration warmup, Duration seconds, Other other, Runnable idle)
      throws InterruptedException {
    Load.Tally measured = run(warmup, seconds, other);
    idle.run();
    close();
    return measured.latencies;
  }

  /** Returns how many tasks were not seen to end. */
  public long errors() {
    synchronized (tally) {
      return tally.errors;
    }
  }

  /** Ends all waiting. */
  void close() {
    over = true;
    waiting.forEach(waiter -> waiter.future.cancel(false));
  }

  private void add() {
    Waiter waiter = new Waiter(SampleTask.newId());
    waiter.future.whenComplete((value, problem) -> waiter.woken(System.nanoTime()));
    waiting.add(waiter);
  }

  private void pace(Duration duration, Other other) throws InterruptedException {
    long perSecond = Math.min(MOST_PER_SECOND, (long) PER_WAITER_AND_SECOND * waiters);
    long step = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long next = System.nanoTime();
    long end = next + duration.toNanos();
    while (next < end) {
      LockSupport.parkNanos(next - System.nanoTime());
      if (System.nanoTime() - next >= 0) {
        next += step;
        Waiter waiter = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (waiter == null) {
          throw new IllegalStateException("no waiter was woken for 10 seconds");
        }
        waiter.counts = measuring;
        unfinished.put(waiter.taskId, waiter);
        other.end(waiter.taskId, waiter::committed);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Gives those whose task has ended a last chance to be woken. */
  private void drain() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!unfinished.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    synchronized (tally) {
      unfinished.values().forEach(late -> tally.failed(new IllegalStateException("never woken")));
    }
  }

  private final class Waiter {

    private final String taskId;
    private final CompletableFuture<Object> future;
    private boolean counts;
    private long committedAt;
    private long wokenAt;

    Waiter(String taskId) {
      this.taskId = taskId;
      this.future = backend.asyncResult(taskId).toFuture();
    }

    synchronized void committed(long nanoTime, @Nullable Throwable problem) {
      if (problem != null) {
        unfinished.remove(taskId);
        synchronized (tally) {
          tally.failed(problem);
        }
        return;
      }
      committedAt = nanoTime == 0 ? 1 : nanoTime;
      count();
    }

    synchronized void woken(long nanoTime) {
      if (over) {
        return;
      }
      add();
      wokenAt = nanoTime == 0 ? 1 : nanoTime;
      count();
    }

    private void count() {
      if (committedAt == 0 || wokenAt == 0) {
        return;
      }
      unfinished.remove(taskId);
      if (counts) {
        synchronized (tally) {
          tally.latencies.add(wokenAt - committedAt);
          tally.tasks++;
        }
      }
    }
  }
}
