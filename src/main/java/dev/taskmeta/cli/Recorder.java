package dev.taskmeta.cli;

import dev.taskmeta.CodecException;
import dev.taskmeta.RefusedValueException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stores what becomes of a command, as far as the database can be reached: a command that stands in
 * a crontab runs whether or not its record can be kept.
 */
final class Recorder implements AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Settings settings;
  private final Console console;
  private final CountDownLatch calledOff;
  private @Nullable ResultBackend backend;
  private @Nullable SignOfLife signOfLife;
  private boolean warned;
  private boolean inGroup;

  /**
   * Makes a recorder.
   *
   * @param calledOff ends the pauses between tries
   */
  Recorder(Settings settings, Console console, CountDownLatch calledOff) {
    this.settings = settings;
    this.console = console;
    this.calledOff = calledOff;
  }

  /**
   * Opens the backend.
   *
   * @param required whether the command must not run without
   * @throws StoreException if it is required and cannot be opened
   */
  void open(boolean required) {
    try {
      backend = ResultBackend.open(settings);
    } catch (StoreException e) {
      if (required) {
        throw e;
      }
      warnOnce(e);
    }
  }

  private void warnOnce(StoreException e) {
    if (!warned) {
      console.warning("this run is not recorded yet: " + e.getMessage());
    }
    warned = true;
  }

  /** Stores that an attempt has begun, or failed and will be followed by another. */
  void during(TaskUpdate update) {
    if (backend == null) {
      return;
    }
    try {
      join(backend, update);
      if (!backend.store(update)) {
        console.warning(
            "task %s is SUCCESS already, which is final: this run will not be recorded"
                .formatted(update.taskId()));
      } else if (signOfLife == null) {
        signOfLife = new SignOfLife(backend, update.taskId());
      }
    } catch (StoreException e) {
      warnOnce(e);
    }
  }

  /**
   * Stores how the command ended.
   *
   * @param updates the ways to say it, the best first; each for where the one before is refused
   * @param patience how long to try; what cannot be stored by then is printed as a line of JSON
   */
  void end(List<TaskUpdate> updates, Duration patience) throws InterruptedException {
    stopSignOfLife();
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        storeOrReport(updates);
        return;
      } catch (StoreException e) {
        Duration left = patience.minusNanos(System.nanoTime() - start);
        if (!e.isTransient() || left.isNegative() || left.isZero() || isCalledOff()) {
          print(updates, e);
          return;
        }
        warnOnce(e);
        Duration next = pause.compareTo(left) < 0 ? pause : left;
        calledOff.await(next.toNanos(), TimeUnit.NANOSECONDS);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
    }
  }

  private boolean isCalledOff() {
    return calledOff.getCount() == 0;
  }

  private void storeOrReport(List<TaskUpdate> updates) {
    ResultBackend open = backend == null ? ResultBackend.open(settings) : backend;
    backend = open;
    join(open, updates.get(0));
    if (!storeFirstThatFits(open, updates)) {
      TaskMeta there = open.get(updates.get(0).taskId());
      console.warning(
          "task %s is %s already, which is final: this run, which ended in %s, is not recorded"
              .formatted(there.taskId(), there.state(), updates.get(0).state()));
    }
  }

  private void join(ResultBackend open, TaskUpdate update) {
    if (update.groupId() != null && !inGroup) {
      open.addToGroup(update.groupId(), update.taskId());
      inGroup = true;
    }
  }

  private boolean storeFirstThatFits(ResultBackend open, List<TaskUpdate> updates) {
    int last = updates.size() - 1;
    for (int at = 0; at < last; at++) {
      try {
        return open.store(updates.get(at));
      } catch (RefusedValueException | CodecException e) {
        if (at == last - 1) {
          console.warning("the output is not kept: " + e.getMessage());
        }
      }
    }
    return open.store(updates.get(last));
  }

  /** The record as {@code get --json} would have shown it. */
  private void print(List<TaskUpdate> updates, StoreException reason) {
    console.error("this run could not be recorded; its record follows. " + reason.getMessage());
    Settings aside =
        settings.toBuilder()
            .unset(Setting.DATABASE_URL)
            .set(Setting.RESULT_BACKEND, "memory://")
            .build();
    try (ResultBackend memory = ResultBackend.open(aside)) {
      storeFirstThatFits(memory, updates);
      console.err().println(TaskJson.line(memory.get(updates.get(0).taskId()), List.of()));
    }
  }

  private void stopSignOfLife() {
    if (signOfLife != null) {
      signOfLife.close();
      signOfLife = null;
    }
  }

  @Override
  public void close() {
    stopSignOfLife();
    if (backend != null) {
      backend.close();
    }
  }
}
