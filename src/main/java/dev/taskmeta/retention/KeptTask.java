package dev.taskmeta.retention;

import dev.taskmeta.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decides how long a task is kept.
 *
 * @param taskId its id
 * @param name its name, or null
 * @param state its state
 * @param queue its queue, or null
 * @param finishedAt when it ended, or null
 * @param updatedAt when it last changed
 * @param keepSeconds the time that was stored with it; null if there is none
 * @param expiresAt when its time is over by what is stored; null for never
 * @param expiresFrom what has set that: {@code store}, {@code default} or a policy's number
 * @param holds why it is held; empty if it is not
 */
public record KeptTask(
    String taskId,
    @Nullable String name,
    TaskState state,
    @Nullable String queue,
    @Nullable Instant finishedAt,
    Instant updatedAt,
    @Nullable Long keepSeconds,
    @Nullable Instant expiresAt,
    String expiresFrom,
    List<String> holds) {

  /** Copies the list. */
  public KeptTask {
    holds = List.copyOf(holds);
  }
}
