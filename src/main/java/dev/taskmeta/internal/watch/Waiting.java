package dev.taskmeta.internal.watch;

import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.TaskRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who waits for which task. */
final class Waiting {

  private final Map<String, List<Waiter>> waiters = new ConcurrentHashMap<>();

  void add(String taskId, Waiter waiter) {
    waiters.compute(
        taskId,
        (id, list) -> {
          List<Waiter> all = list == null ? new CopyOnWriteArrayList<>() : list;
          all.add(waiter);
          return all;
        });
  }

  void remove(String taskId, Waiter waiter) {
    waiters.computeIfPresent(
        taskId,
        (id, list) -> {
          list.remove(waiter);
          return list.isEmpty() ? null : list;
        });
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  boolean contains(String taskId) {
    return waiters.containsKey(taskId);
  }

  /** What is waited for at this moment. */
  Set<String> taskIds() {
    return Set.copyOf(waiters.keySet());
  }

  void looked(String taskId, Look look) {
    waiters.getOrDefault(taskId, List.of()).forEach(waiter -> waiter.looked(look));
  }

  void end(String taskId, TaskRow row) {
    List<Waiter> ended = waiters.remove(taskId);
    if (ended != null) {
      ended.forEach(waiter -> waiter.ended(row));
    }
  }

  void fail(String taskId, RuntimeException reason) {
    List<Waiter> failed = waiters.remove(taskId);
    if (failed != null) {
      failed.forEach(waiter -> waiter.failed(reason));
    }
  }

  void failAll(RuntimeException reason) {
    taskIds().forEach(taskId -> fail(taskId, reason));
  }
}
