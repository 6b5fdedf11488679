package dev.taskmeta.cli.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The task that is stored again and again: described, successful, with a result of some size. */
public final class SampleTask {

  private final String result;

  /**
   * Makes one.
   *
   * @param payloadBytes how many bytes its result has as JSON, at least 2
   */
  public SampleTask(int payloadBytes) {
    this.result = "x".repeat(Math.max(0, payloadBytes - 2));
  }

  /** Returns a new id. */
  public static String newId() {
    return ResultBackend.newTaskId();
  }

  /** Returns its success under an id. */
  public TaskUpdate success(String taskId) {
    return success(taskId, null);
  }

  /** Returns its success under an id, kept for so long; null for the default. */
  TaskUpdate success(String taskId, @Nullable Duration kept) {
    return TaskUpdate.builder(taskId, TaskState.SUCCESS)
        .name("bench.sample")
        .args(List.of(2, 3))
        .kwargs(Map.of("currency", "EUR"))
        .queue("bench")
        .worker("bench@localhost")
        .retries(0)
        .startedAt(Instant.now())
        .result(result)
        .resultExpires(kept)
        .build();
  }
}
