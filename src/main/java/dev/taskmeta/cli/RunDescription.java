package dev.taskmeta.cli;

import dev.taskmeta.Settings;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every update of a run carries, so that each stands for itself if those before it could not
 * be stored.
 */
final class RunDescription {

  private final String taskId;
  private final String name;
  private final @Nullable List<String> args;
  private final RunCommand options;
  private final String worker;
  private final Duration aliveFor;
  private final Instant createdAt = Instant.now();
  private Instant startedAt = createdAt;
  private int retries;

  RunDescription(
      String taskId,
      String name,
      @Nullable List<String> args,
      RunCommand options,
      Settings settings) {
    this.taskId = taskId;
    this.name = name;
    this.args = args;
    this.options = options;
    this.worker = settings.workerName();
    this.aliveFor = settings.taskAliveInterval();
    update(TaskState.STARTED).build();
  }

  String taskId() {
    return taskId;
  }

  String name() {
    return name;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Begins a try. */
  void begin(int before) {
    this.retries = before;
    starting();
  }

  /** The command is about to start: storing that it will has taken its time. */
  void starting() {
    this.startedAt = Instant.now();
  }

  /**
   * An update that says who runs what since when; an unready one promises the next sign of life.
   */
  TaskUpdate.Builder update(TaskState state) {
    TaskUpdate.Builder update =
        TaskUpdate.builder(taskId, state)
            .name(name)
            .args(args)
            .queue(options.queue)
            .groupId(options.group)
            .worker(worker)
            .retries(retries)
            .createdAt(createdAt)
            .startedAt(startedAt)
            .resultExpires(options.expires);
    return state.isReady() ? update : update.aliveFor(aliveFor);
  }
}
