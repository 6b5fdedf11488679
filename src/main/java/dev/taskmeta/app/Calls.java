package dev.taskmeta.app;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All calls of an app that have not ended: recorded, queued in order, revoked, ended. */
final class Calls {

  private static final Logger LOGGER = LoggerFactory.getLogger(Calls.class);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ResultBackend backend;
  private final Threads threads;
  private final Runner runner;
  private final Outcomes outcomes;
  private final Duration aliveInterval;
  private final Map<String, Call> open = new ConcurrentHashMap<>();

  /** Callers hold the read lock from the check to the queue, so that closing misses no call. */
  private final ReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile boolean closed;

  Calls(TaskApp app, Threads threads, Duration aliveInterval) {
    this.backend = app.backend();
    this.threads = threads;
    this.runner = new Runner(app, this);
    this.outcomes = new Outcomes(backend, this::settled);
    this.aliveInterval = aliveInterval;
    threads.upkeep(aliveInterval, this::keepAlive);
    threads.upkeep(Duration.ofSeconds(1), outcomes::tryAgain);
  }

  boolean closed() {
    return closed;
  }

  /** Records calls in one transaction, then queues them; if anything fails, none of them runs. */
  void send(List<Call> calls, Runnable recorded) {
    gate.readLock().lock();
    List<Call> taken = new ArrayList<>();
    try {
      for (Call call : calls) {
        take(call);
        taken.add(call);
      }
      record(calls, recorded);
      calls.forEach(this::enqueue);
      taken.clear();
    } finally {
      taken.forEach(call -> open.remove(call.id, call));
      gate.readLock().unlock();
    }
  }

  private void take(Call call) {
    if (closed) {
      throw new CallRefusedException(call.id, "the app is closed");
    }
    if (open.putIfAbsent(call.id, call) != null) {
      throw taken(call);
    }
  }

  private static CallRefusedException taken(Call call) {
    return new CallRefusedException(
        call.id, "a task with this id exists already; give the call an id of its own, or none");
  }

  private void record(List<Call> calls, Runnable recorded) {
    List<TaskUpdate> pending =
        calls.stream()
            .filter(call -> !call.options.ignoreResult)
            .map(call -> call.pending().aliveFor(aliveInterval).build())
            .toList();
    List<Boolean> accepted = pending.isEmpty() ? List.of() : backend.storeAll(pending);
    List<String> ours = new ArrayList<>();
    for (int at = 0; at < accepted.size(); at++) {
      if (accepted.get(at)) {
        ours.add(pending.get(at).taskId());
      }
    }
    try {
      if (ours.size() < pending.size()) {
        throw calls.stream()
            .filter(call -> !call.options.ignoreResult && !ours.contains(call.id))
            .findFirst()
            .map(Calls::taken)
            .orElseThrow();
      }
      recorded.run();
    } catch (RuntimeException e) {
      forget(ours, e);
      throw e;
    }
  }

  private void forget(List<String> taskIds, RuntimeException reason) {
    try {
      backend.forget(taskIds);
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** Puts a waiting call into the queue, or sets its timer. */
  void enqueue(Call call) {
    synchronized (call) {
      if (call.phase != Call.Phase.WAITING) {
        return;
      }
      try {
        if (call.expiresAt != null && call.retries == 0) {
          call.keep(threads.at(call.expiresAt, () -> threads.aside(() -> expire(call))));
        }
        if (call.eta == null || !call.eta.isAfter(Instant.now())) {
          threads.work(() -> runner.run(call));
        } else {
          call.keep(threads.at(call.eta, () -> threads.work(() -> runner.run(call))));
        }
      } catch (RejectedExecutionException e) {
        LOGGER.debug("task {} is left to the closing of the app", call.id, e);
      }
    }
  }

  private void expire(Call call) {
    synchronized (call) {
      if (call.phase == Call.Phase.WAITING) {
        endWaiting(call, "expired");
      }
    }
  }

  /** Revokes a call; see {@link TaskApp#revoke(String, boolean)}. */
  boolean revoke(String taskId, boolean terminate) {
    Call call = open.get(taskId);
    if (call == null) {
      return false;
    }
    synchronized (call) {
      if (call.phase == Call.Phase.WAITING) {
        endWaiting(call, "revoked");
        return true;
      }
      return call.phase == Call.Phase.RUNNING && revokeRunning(call, terminate);
    }
  }

  private boolean revokeRunning(Call call, boolean terminate) {
    boolean first = !call.revoked;
    call.revoked = true;
    if (first && !call.options.ignoreResult) {
      outcomes.store(call.revocation(terminate ? "terminated" : "revoked"));
    }
    if (terminate) {
      call.interrupt();
    }
    return true;
  }

  /** Revokes a waiting call. The caller holds its monitor. */
  void endWaiting(Call call, String reason) {
    call.revoked = true;
    end(call, call.revocation(reason));
  }

  /** Ends a call and stores its outcome, if it has one. The caller holds its monitor. */
  void end(Call call, @Nullable TaskUpdate outcome) {
    call.end();
    if (outcome == null || call.options.ignoreResult) {
      settled(call.id);
    } else {
      outcomes.store(outcome);
    }
  }

  /** Lets a call be lost, so that its waiters end. */
  void giveUp(Call call) {
    synchronized (call) {
      end(call, null);
    }
  }

  /** Lets go of a call that has ended and is stored. */
  private void settled(String taskId) {
    open.computeIfPresent(
        taskId,
        (id, call) -> call.phase == Call.Phase.ENDED && !outcomes.waitsFor(id) ? null : call);
  }

  private void keepAlive() {
    List<String> alive = new ArrayList<>();
    open.forEach(
        (id, call) -> {
          if (!call.options.ignoreResult) {
            alive.add(id);
          }
        });
    backend.keepAlive(alive, aliveInterval);
  }

  /** Ends everything; see {@link TaskApp#close(Duration)}. */
  void close(Duration timeout, Duration storeTimeout) {
    gate.writeLock().lock();
    closed = true;
    gate.writeLock().unlock();
    // Cleared while outcomes are stored: drivers and pools refuse interrupted threads.
    boolean interrupted = Thread.interrupted();
    endAllWaiting();
    threads.finishWork();
    if (!awaitWork(interrupted ? Duration.ZERO : timeout)) {
      interrupted |= Thread.interrupted();
      terminateAllRunning();
      awaitWork(GRACE);
    }
    interrupted |= Thread.interrupted();
    outcomes.drain(storeTimeout);
    endUpkeep();
    open.values().stream()
        .filter(call -> call.phase == Call.Phase.RUNNING)
        .forEach(call -> LOGGER.warn("task {} does not heed its interruption", call.id));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitWork(Duration most) {
    try {
      return threads.awaitWork(most);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void terminateAllRunning() {
    List<TaskUpdate> ends = new ArrayList<>();
    for (Call call : open.values()) {
      synchronized (call) {
        if (call.phase == Call.Phase.RUNNING) {
          if (!call.revoked && !call.options.ignoreResult) {
            ends.add(call.revocation("terminated"));
          }
          call.interrupt();
        }
      }
    }
    outcomes.storeAll(ends);
  }

  private void endUpkeep() {
    try {
      threads.close(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endAllWaiting() {
    List<TaskUpdate> ends = new ArrayList<>();
    for (Call call : open.values()) {
      synchronized (call) {
        if (call.phase == Call.Phase.WAITING) {
          call.end();
          call.revoked = true;
          TaskUpdate end = endOfWaiting(call);
          if (call.options.ignoreResult) {
            settled(call.id);
          } else {
            ends.add(end);
          }
        }
      }
    }
    outcomes.storeAll(ends);
  }

  /** What is tried again has failed; what has not begun is called off. */
  private TaskUpdate endOfWaiting(Call call) {
    return call.lastFailure == null
        ? call.revocation("the app was closed before the task began")
        : runner.failure(call, call.lastFailure);
  }
}
