package dev.taskmeta.internal.watch;

import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.TaskRow;
import dev.taskmeta.spi.Wakeups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one watcher of a backend: asks for the states of all tasks that are waited for together, and
 * reads those that have ended together, on one thread and one connection, however many wait; its
 * listener has another of each. With nobody waiting there is neither. It looks often while it finds
 * tasks that nobody told of, and ever more seldom while it finds none.
 */
public final class Watcher implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Watcher.class);
  private static final double SLOWER = 1.5;
  private static final int CLOSE_SECONDS = 2;

  private final Watched watched;
  private final Results results;
  private final long shortest;
  private final long longest;
  private final Waiting waiting = new Waiting();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean scheduledNew = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor executor;

  /** Tasks that somebody began to wait for, and has not looked at. */
  private final Set<String> added = ConcurrentHashMap.newKeySet();

  /** Tasks that this process has ended. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** How many waited-for tasks other processes told of since the last look at all. */
  private final AtomicInteger announced = new AtomicInteger();

  private final @Nullable Listener listener;
  private volatile long interval;
  private volatile long turnTook;
  private volatile boolean announcementsCome;
  private volatile boolean failing;

  /**
   * Makes a watcher.
   *
   * @param watched what it looks at
   * @param wakeups how other processes tell of tasks they end, or null
   * @param shortest the shortest time from one look to the next
   * @param longest the longest
   */
  public Watcher(Watched watched, @Nullable Wakeups wakeups, Duration shortest, Duration longest) {
    this.watched = watched;
    this.results = new Results(watched::fetch);
    this.shortest = shortest.toNanos();
    this.longest = Math.max(longest.toNanos(), this.shortest);
    this.interval = this.shortest;
    this.executor = Threads.scheduled("taskmeta-watcher");
    this.listener =
        wakeups == null
            ? null
            : new Listener(wakeups, () -> !waiting.isEmpty(), this::listening, this::announced);
  }

  /** Begins to tell a waiter of a task. */
  public void add(String taskId, Waiter waiter) {
    waiting.add(taskId, waiter);
    added.add(taskId);
    if (!announcementsCome) {
      interval = shortest;
    }
    if (executor.isShutdown()) {
      remove(taskId, waiter);
      throw new IllegalStateException("the backend is closed");
    }
    schedule(scheduledNew, this::turnOnNew, shortest);
    schedule();
    if (listener != null) {
      listener.start();
    }
  }

  /** Ends telling a waiter; harmless if it has ended already. */
  public void remove(String taskId, Waiter waiter) {
    waiting.remove(taskId, waiter);
  }

  /** Tells the waiters of a task at once that this process has ended it. */
  public void stored(String taskId, TaskState state) {
    if (state.isReady() && waiting.contains(taskId)) {
      told.add(taskId);
      execute(this::turnOnTold);
    }
  }

  /** Tells that announcements are heard from now on. */
  private void listening() {
    announcementsCome = false;
    execute(this::turnOnAll);
  }

  /** Tells, on the listener's thread, that another process has ended tasks. */
  private void announced(List<String> taskIds, Results reader) {
    List<String> waitedFor = taskIds.stream().filter(waiting::contains).toList();
    if (!waitedFor.isEmpty()) {
      announced.addAndGet(waitedFor.size());
      announcementsCome = true;
      read(waitedFor, reader);
    }
  }

  private void execute(Runnable turn) {
    try {
      executor.execute(turn);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("closed while somebody was waiting", e);
    }
  }

  private void schedule() {
    if (!waiting.isEmpty()) {
      // A turn's own time counts, so that a slow store is not asked more seldom; half is rest.
      schedule(scheduled, this::scheduledTurn, Math.max(interval / 2, interval - turnTook));
    }
  }

  private void schedule(AtomicBoolean already, Runnable turn, long delay) {
    if (already.compareAndSet(false, true)) {
      try {
        executor.schedule(turn, delay, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOGGER.debug("closed while somebody was waiting", e);
      }
    }
  }

  private void scheduledTurn() {
    long start = System.nanoTime();
    try {
      turnOnAll();
    } finally {
      turnTook = System.nanoTime() - start;
      scheduled.set(false);
      schedule();
    }
  }

  private void turnOnAll() {
    added.clear();
    guarded(
        () -> {
          int found = look(waiting.taskIds());
          // What is found just before its announcement comes says nothing against announcements.
          boolean unannounced = found > announced.getAndSet(0);
          if (unannounced) {
            announcementsCome = false;
          }
          interval = unannounced ? shortest : Math.min(longest, (long) (interval * SLOWER));
        });
  }

  private void turnOnNew() {
    scheduledNew.set(false);
    Set<String> taken = taken(added);
    if (!taken.isEmpty()) {
      guarded(() -> look(taken));
    }
  }

  private void turnOnTold() {
    Set<String> taken = taken(told);
    if (!taken.isEmpty()) {
      guarded(() -> read(taken, results));
    }
  }

  private Set<String> taken(Set<String> from) {
    List<String> taken = List.copyOf(from);
    taken.forEach(from::remove);
    return taken.stream().filter(waiting::contains).collect(Collectors.toSet());
  }

  private void guarded(Runnable turn) {
    try {
      turn.run();
      failing = false;
    } catch (StoreException e) {
      interval = longest;
      report(e);
    } catch (RuntimeException e) {
      waiting.failAll(e);
    }
  }

  private void report(StoreException e) {
    if (!e.isTransient()) {
      waiting.failAll(e);
    } else if (!failing) {
      failing = true;
      LOGGER.warn("waiting goes on although the store failed: {}", e.getMessage());
    }
  }

  /** Looks at tasks that are waited for; returns how many have ended. */
  private int look(Set<String> asked) {
    if (asked.isEmpty()) {
      return 0;
    }
    Map<String, Look> found = watched.look(asked);
    List<String> ended = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    for (String taskId : asked) {
      Look look = found.getOrDefault(taskId, new Look(TaskState.PENDING, false));
      if (look.state().isReady()) {
        ended.add(taskId);
      } else if (look.lost()) {
        lost.add(taskId);
      } else {
        waiting.looked(taskId, look);
      }
    }
    read(ended, results);
    return ended.size() + endLost(lost);
  }

  /** Ends lost tasks; the next look finds them ended. */
  private int endLost(List<String> lost) {
    if (!lost.isEmpty() && !watched.endLost(lost)) {
      // It may not write; their waiters are told all the same.
      results.read(lost, row -> end(row, row.lost()), waiting::fail);
    }
    return lost.size();
  }

  private void read(Collection<String> ended, Results reader) {
    reader.read(ended, row -> end(row, false), waiting::fail);
  }

  private void end(TaskRow row, boolean anyhow) {
    if (anyhow || row.state().isReady()) {
      waiting.end(row.taskId(), row);
    }
  }

  /** Ends the thread; whoever still waits is told that the backend is closed. */
  @Override
  public void close() {
    finish();
    executor.shutdownNow();
    if (listener != null) {
      listener.close();
    }
    waiting.failAll(new IllegalStateException("the backend was closed"));
  }

  /** Tells of what this process has stored before it closed. */
  private void finish() {
    if (told.isEmpty()) {
      return;
    }
    try {
      executor.submit(this::turnOnTold).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOGGER.debug("not all waiters were told of what had ended", e);
    }
  }
}
