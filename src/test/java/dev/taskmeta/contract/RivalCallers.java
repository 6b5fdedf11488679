package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Callers of whom two each want to end the same tasks, with results of their own, and who try again
 * with another result when they did not hear. They remember every answer, so that the rows can be
 * compared with them.
 */
final class RivalCallers {

  /**
   * One caller's attempt to end a task.
   *
   * @param accepted what he was told; null if nothing
   */
  private record Attempt(String result, @Nullable Boolean accepted) {}

  private final ResultBackend backend;
  private final Map<String, Queue<Attempt>> attempts = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unheard = new AtomicInteger();
  private volatile boolean stopped;

  RivalCallers(ResultBackend backend) {
    this.backend = backend;
  }

  /** Stores until {@link #stop}. */
  void run(int callers) {
    try {
      Race.atOnce(
          callers,
          caller -> {
            for (int task = 0; !stopped; task++) {
              end("pair-%d-task-%d".formatted(caller / 2, task), caller);
            }
            return true;
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void stop() {
    stopped = true;
  }

  /** Tries to end a task until somebody is heard to have done it. */
  private void end(String id, int caller) {
    // Without waiting, so that both updates may be in one batch.
    backend.storeAsync(TaskUpdate.builder(id, STARTED).worker("caller-" + caller).build());
    Boolean answer = null;
    for (int attempt = 0; answer == null && !stopped; attempt++) {
      String result = "%s by %d, attempt %d".formatted(id, caller, attempt);
      answer = store(TaskUpdate.builder(id, SUCCESS).result(result).build());
      attempts
          .computeIfAbsent(id, none -> new ConcurrentLinkedQueue<>())
          .add(new Attempt(result, answer));
      (answer == null ? unheard : answer ? accepted : refused).incrementAndGet();
    }
  }

  private @Nullable Boolean store(TaskUpdate update) {
    try {
      return backend.store(update);
    } catch (StoreException e) {
      // The server is away; it may have stored the update or not.
      return null;
    }
  }

  /** Returns how many stores were accepted so far. */
  int accepted() {
    return accepted.get();
  }

  /** Returns how many stores were refused so far: the rival was faster. */
  int refused() {
    return refused.get();
  }

  /** Returns how many stores failed so far. */
  int unheard() {
    return unheard.get();
  }

  /** Compares all answers so far with the rows; returns what does not agree. */
  List<String> contradictions(ResultBackend reader) {
    Map<String, List<Attempt>> answered = new HashMap<>();
    attempts.forEach((id, all) -> answered.put(id, List.copyOf(all)));
    List<String> contradictions = new ArrayList<>();
    List<String> ids = List.copyOf(answered.keySet());
    for (int from = 0; from < ids.size(); from += 1_000) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + 1_000));
      reader
          .getMany(some)
          .forEach(
              (id, meta) -> {
                if (!agrees(meta, answered.get(id))) {
                  contradictions.add("%s: %s, but %s".formatted(id, answered.get(id), meta));
                }
              });
    }
    return contradictions;
  }

  private static boolean agrees(TaskMeta meta, List<Attempt> attempts) {
    boolean ended = meta.state().equals(SUCCESS);
    if (!ended) {
      return attempts.stream().allMatch(attempt -> attempt.accepted() == null);
    }
    Object result = meta.result();
    return attempts.stream()
        .allMatch(
            attempt ->
                attempt.accepted() == null
                    || attempt.accepted() == attempt.result().equals(result));
  }
}
