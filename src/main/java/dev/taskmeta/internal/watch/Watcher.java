package dev.taskmeta.internal.watch;

import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.Wakeups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one watcher of a backend: asks for the states of all tasks that are waited for together, on
 * one thread and one connection, however many wait. With nobody waiting it has neither. It asks
 * often while tasks end and ever more seldom while none does.
 */
public final class Watcher implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Watcher.class);
  private static final double SLOWER = 1.5;

  /** Somebody who waits for a task. Called on the watcher's thread: must not block. */
  public interface Waiter {

    /** Tells of every look at the task; the last one is ready, or lost for good. */
    void looked(Look look);

    /** Tells that the store failed for good; nothing more will come. */
    void failed(RuntimeException reason);
  }

  private final Function<Collection<String>, Map<String, Look>> looks;
  private final Function<Collection<String>, Boolean> endLost;
  private final long shortest;
  private final long longest;
  private final Map<String, List<Waiter>> waiters = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor executor;
  private final Set<String> announced = ConcurrentHashMap.newKeySet();
  private final @Nullable Listener listener;
  private volatile long interval;
  private volatile boolean failing;

  /**
   * Makes a watcher.
   *
   * @param looks asks for the states of tasks
   * @param endLost ends lost tasks in the store; false if it may not
   * @param wakeups how other processes tell of tasks they end, or null
   * @param shortest the shortest pause between two looks
   * @param longest the longest
   */
  public Watcher(
      Function<Collection<String>, Map<String, Look>> looks,
      Function<Collection<String>, Boolean> endLost,
      @Nullable Wakeups wakeups,
      Duration shortest,
      Duration longest) {
    this.looks = looks;
    this.endLost = endLost;
    this.shortest = shortest.toNanos();
    this.longest = Math.max(longest.toNanos(), this.shortest);
    this.interval = this.shortest;
    this.executor = Threads.scheduled("taskmeta-watcher");
    this.listener =
        wakeups == null ? null : new Listener(wakeups, () -> !waiters.isEmpty(), this::announced);
  }

  /** Begins to tell a waiter of a task. */
  public void add(String taskId, Waiter waiter) {
    waiters.compute(
        taskId,
        (id, list) -> {
          List<Waiter> all = list == null ? new CopyOnWriteArrayList<>() : list;
          all.add(waiter);
          return all;
        });
    interval = shortest;
    if (executor.isShutdown()) {
      remove(taskId, waiter);
      throw new IllegalStateException("the backend is closed");
    }
    schedule();
    if (listener != null) {
      listener.start();
    }
  }

  /** Ends telling a waiter; harmless if it has ended already. */
  public void remove(String taskId, Waiter waiter) {
    waiters.computeIfPresent(
        taskId,
        (id, list) -> {
          list.remove(waiter);
          return list.isEmpty() ? null : list;
        });
  }

  /** Tells the waiters of a task at once that this process has ended it. */
  public void stored(String taskId, TaskState state) {
    if (state.isReady()) {
      end(taskId, new Look(state, false));
    }
  }

  /** Returns how many tasks are waited for. */
  public int waitedFor() {
    return waiters.size();
  }

  /** Tells that another process has ended tasks; of nothing, that any may have been missed. */
  private void announced(Collection<String> taskIds) {
    if (taskIds.isEmpty()) {
      announced.addAll(waiters.keySet());
    }
    taskIds.stream().filter(waiters::containsKey).forEach(announced::add);
    if (!announced.isEmpty()) {
      try {
        executor.execute(this::lookAtAnnounced);
      } catch (RejectedExecutionException e) {
        LOGGER.debug("closed while somebody was waiting", e);
      }
    }
  }

  private void lookAtAnnounced() {
    Set<String> asked = Set.copyOf(announced);
    announced.removeAll(asked);
    if (!asked.isEmpty()) {
      turn(asked);
    }
  }

  private void schedule() {
    if (!waiters.isEmpty() && scheduled.compareAndSet(false, true)) {
      try {
        executor.schedule(this::scheduledTurn, interval, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOGGER.debug("closed while somebody was waiting", e);
      }
    }
  }

  private void scheduledTurn() {
    try {
      turn(Set.copyOf(waiters.keySet()));
    } finally {
      scheduled.set(false);
      schedule();
    }
  }

  private void turn(Set<String> asked) {
    try {
      boolean ended = look(asked);
      interval = ended ? shortest : Math.min(longest, (long) (interval * SLOWER));
      failing = false;
    } catch (StoreException e) {
      interval = longest;
      report(e);
    } catch (RuntimeException e) {
      waiters.keySet().forEach(taskId -> fail(taskId, e));
    }
  }

  private void report(StoreException e) {
    if (!e.isTransient()) {
      waiters.keySet().forEach(taskId -> fail(taskId, e));
    } else if (!failing) {
      failing = true;
      LOGGER.warn("waiting goes on although the store failed: {}", e.getMessage());
    }
  }

  /** Looks at tasks that are waited for; returns whether any has ended. */
  private boolean look(Set<String> asked) {
    Map<String, Look> found = looks.apply(asked);
    boolean ended = false;
    List<String> lost = new ArrayList<>();
    for (String taskId : asked) {
      Look look = found.getOrDefault(taskId, new Look(TaskState.PENDING, false));
      if (look.state().isReady()) {
        end(taskId, look);
        ended = true;
      } else if (look.lost()) {
        lost.add(taskId);
      } else {
        waiters.getOrDefault(taskId, List.of()).forEach(waiter -> waiter.looked(look));
      }
    }
    return endLost(lost, found) || ended;
  }

  private boolean endLost(List<String> lost, Map<String, Look> found) {
    if (lost.isEmpty()) {
      return false;
    }
    if (!endLost.apply(lost)) {
      // It may not write; its waiters are told all the same.
      lost.forEach(taskId -> end(taskId, found.get(taskId)));
    }
    return true;
  }

  private void end(String taskId, Look look) {
    List<Waiter> ended = waiters.remove(taskId);
    if (ended != null) {
      ended.forEach(waiter -> waiter.looked(look));
    }
  }

  private void fail(String taskId, RuntimeException reason) {
    List<Waiter> failed = waiters.remove(taskId);
    if (failed != null) {
      failed.forEach(waiter -> waiter.failed(reason));
    }
  }

  /** Ends the thread; whoever still waits is told that the backend is closed. */
  @Override
  public void close() {
    executor.shutdownNow();
    if (listener != null) {
      listener.close();
    }
    IllegalStateException closed = new IllegalStateException("the backend was closed");
    List.copyOf(waiters.keySet()).forEach(taskId -> fail(taskId, closed));
  }
}
