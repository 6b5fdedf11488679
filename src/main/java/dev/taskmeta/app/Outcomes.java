package dev.taskmeta.app;

import dev.taskmeta.RefusedValueException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores how calls ended; what the store cannot take now is kept and tried again. */
final class Outcomes {

  private static final Logger LOGGER = LoggerFactory.getLogger(Outcomes.class);
  private static final int BATCH = 500;
  private static final long PAUSE_MILLIS = 200;

  private final ResultBackend backend;
  private final Consumer<String> settled;
  private final Map<String, TaskUpdate> unstored = new ConcurrentHashMap<>();

  /**
   * Makes a keeper of outcomes.
   *
   * @param settled told of every task whose outcome no longer waits here
   */
  Outcomes(ResultBackend backend, Consumer<String> settled) {
    this.backend = backend;
    this.settled = settled;
  }

  /** Tells whether an outcome of the task still has to be stored. */
  boolean waitsFor(String taskId) {
    return unstored.containsKey(taskId);
  }

  /**
   * Stores an outcome, now or, if the store fails, later.
   *
   * @return false if what is stored already refused it
   */
  boolean store(TaskUpdate outcome) {
    boolean accepted = true;
    try {
      accepted = storeOrFailure(outcome);
      unstored.remove(outcome.taskId());
    } catch (RuntimeException | Error e) {
      keep(outcome, e);
    }
    if (!accepted) {
      LOGGER.info("{} was refused: the task has ended otherwise", outcome);
    }
    settled.accept(outcome.taskId());
    return accepted;
  }

  private void keep(TaskUpdate outcome, Throwable reason) {
    unstored.put(outcome.taskId(), outcome);
    LOGGER.warn("{} could not be stored and will be tried again: {}", outcome, reason.getMessage());
  }

  /** Stores small outcomes of many tasks. */
  void storeAll(List<TaskUpdate> outcomes) {
    for (int from = 0; from < outcomes.size(); from += BATCH) {
      List<TaskUpdate> batch = outcomes.subList(from, Math.min(from + BATCH, outcomes.size()));
      try {
        backend.storeAll(batch);
        batch.forEach(outcome -> settled.accept(outcome.taskId()));
      } catch (RuntimeException e) {
        if (e instanceof StoreException store && store.isTransient()) {
          // The store is away: to ask it for each of them would take for ever.
          batch.forEach(outcome -> keep(outcome, e));
        } else {
          batch.forEach(this::store);
        }
      }
    }
  }

  /** What cannot be stored as it is ends the task as FAILURE and says why. */
  private boolean storeOrFailure(TaskUpdate outcome) {
    try {
      return backend.store(outcome);
    } catch (StoreException e) {
      if (e.isTransient() || outcome.error() != null) {
        throw e;
      }
      return storeFailure(failure(outcome, e));
    } catch (RuntimeException | Error e) {
      return storeFailure(outcome.error() == null ? failure(outcome, e) : outcome);
    }
  }

  /** Stores a failure; one that is too large is cut to what fits. */
  private boolean storeFailure(TaskUpdate failure) {
    try {
      return backend.store(failure);
    } catch (RefusedValueException e) {
      return backend.store(Shortened.of(failure, backend.settings().resultMaxBytes()));
    }
  }

  private static TaskUpdate failure(TaskUpdate outcome, Throwable reason) {
    return TaskUpdate.builder(outcome.taskId(), TaskState.FAILURE)
        .failure(reason)
        .worker(outcome.worker())
        .retries(outcome.retries())
        .finishedAt(outcome.finishedAt())
        .build();
  }

  /** Tries again what could not be stored; returns whether all of it is stored now. */
  synchronized boolean tryAgain() {
    for (TaskUpdate outcome : new ArrayList<>(unstored.values())) {
      try {
        storeOrFailure(outcome);
      } catch (RuntimeException e) {
        LOGGER.debug("{} still cannot be stored", outcome, e);
        if (e instanceof StoreException store && store.isTransient()) {
          return false;
        }
        continue;
      }
      unstored.remove(outcome.taskId(), outcome);
      settled.accept(outcome.taskId());
    }
    return unstored.isEmpty();
  }

  /** Keeps trying for so long, then names in the log whatever is lost. */
  void drain(Duration most) {
    long start = System.nanoTime();
    while (!tryAgain() && System.nanoTime() - start < most.toNanos()) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    unstored
        .values()
        .forEach(
            outcome ->
                LOGGER.error(
                    "the outcome {} of task {} is lost: it could not be stored within {}",
                    outcome.error() == null ? outcome.state() : outcome.error(),
                    outcome.taskId(),
                    most));
  }
}
