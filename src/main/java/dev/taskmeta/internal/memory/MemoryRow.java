package dev.taskmeta.internal.memory;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskRow;
import dev.taskmeta.spi.TaskWrite;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One task in memory: what a store changes, in Java.
 *
 * @param task what is stored; its {@code lost} is worked out when it is read
 */
record MemoryRow(TaskRow task, @Nullable Long keepSeconds, long storeToken) {

  /** How long rows are kept; zero is for ever. */
  record Keeping(Duration resultExpires, Duration unfinishedExpires, Duration lostAfter) {

    @Nullable Instant groupExpiry(Instant now) {
      boolean forEver = resultExpires.isZero() || unfinishedExpires.isZero();
      Duration longer =
          resultExpires.compareTo(unfinishedExpires) > 0 ? resultExpires : unfinishedExpires;
      return forEver ? null : now.plus(longer);
    }
  }

  String taskId() {
    return task.taskId();
  }

  TaskState state() {
    return task.state();
  }

  @Nullable String name() {
    return task.name();
  }

  @Nullable String parentId() {
    return task.parentId();
  }

  Instant createdAt() {
    return task.createdAt();
  }

  @Nullable Instant expiresAt() {
    return task.expiresAt();
  }

  boolean settled() {
    return TaskState.SETTLED.contains(state());
  }

  boolean lost(Instant now, Keeping keeping) {
    return !settled()
        && task.aliveUntil() != null
        && task.aliveUntil().isBefore(now.minus(keeping.lostAfter()));
  }

  boolean expired(Instant now, Keeping keeping) {
    if (expiresAt() == null || !expiresAt().isBefore(now)) {
      return false;
    }
    if (task.finishedAt() != null) {
      return true;
    }
    return !keeping.unfinishedExpires().isZero()
        && task.updatedAt().isBefore(now.minus(keeping.unfinishedExpires()))
        && (task.aliveUntil() == null || task.aliveUntil().isBefore(now));
  }

  /** The row after an accepted update. */
  static MemoryRow of(@Nullable MemoryRow before, TaskWrite write, Instant clock, Keeping keeping) {
    Instant now = micros(clock);
    TaskRow old = before == null ? null : before.task;
    Long keep = or(write.keepSeconds(), before == null ? null : before.keepSeconds);
    boolean settles = TaskState.SETTLED.contains(write.state());
    Instant alive = write.aliveFor() == null ? null : now.plus(write.aliveFor());
    boolean earlier = old != null && old.createdAt().isBefore(write.createdAt());
    TaskRow task =
        new TaskRow(
            write.taskId(),
            write.state(),
            or(write.name(), old == null ? null : old.name()),
            or(write.args(), old == null ? null : old.args()),
            or(write.kwargs(), old == null ? null : old.kwargs()),
            or(write.queue(), old == null ? null : old.queue()),
            or(write.parentId(), old == null ? null : old.parentId()),
            or(write.rootId(), old == null ? null : old.rootId()),
            or(write.groupId(), old == null ? null : old.groupId()),
            earlier ? old.createdAt() : write.createdAt(),
            or(write.eta(), old == null ? null : old.eta()),
            or(write.worker(), old == null ? null : old.worker()),
            or(write.retries(), old == null ? null : old.retries()),
            or(write.startedAt(), old == null ? null : old.startedAt()),
            settles ? null : or(alive, old == null ? null : old.aliveUntil()),
            false,
            write.result(),
            write.errorType(),
            write.errorMessage(),
            write.errorFingerprint(),
            write.traceback(),
            write.finishedAt(),
            now,
            expiry(old, write, keep, now, keeping),
            keep == null ? "default" : "store");
    return new MemoryRow(task, keep, write.storeToken());
  }

  private static @Nullable Instant expiry(
      @Nullable TaskRow old, TaskWrite write, @Nullable Long keep, Instant now, Keeping keeping) {
    if (write.state().isReady()) {
      return readyExpiry(keep, now, keeping);
    }
    if (old != null && old.expiresAt() != null && write.eta() == null) {
      return old.expiresAt();
    }
    Instant from = write.eta() == null || write.eta().isBefore(now) ? now : write.eta();
    return keeping.unfinishedExpires().isZero() ? null : from.plus(keeping.unfinishedExpires());
  }

  private static @Nullable Instant readyExpiry(@Nullable Long keep, Instant now, Keeping keeping) {
    Duration duration = keep == null ? keeping.resultExpires() : Duration.ofSeconds(keep);
    return duration.isZero() ? null : now.plus(duration);
  }

  MemoryRow aliveUntil(Instant until) {
    TaskRow t = task;
    return new MemoryRow(
        new TaskRow(
            t.taskId(),
            t.state(),
            t.name(),
            t.args(),
            t.kwargs(),
            t.queue(),
            t.parentId(),
            t.rootId(),
            t.groupId(),
            t.createdAt(),
            t.eta(),
            t.worker(),
            t.retries(),
            t.startedAt(),
            micros(until),
            false,
            t.result(),
            t.errorType(),
            t.errorMessage(),
            t.errorFingerprint(),
            t.traceback(),
            t.finishedAt(),
            t.updatedAt(),
            t.expiresAt(),
            t.expiresFrom()),
        keepSeconds,
        storeToken);
  }

  /** The row after it was given up for lost. */
  MemoryRow failed(TaskError error, StoredValue document, Instant clock, Keeping keeping) {
    TaskWrite failure =
        new TaskWrite(
            taskId(),
            TaskState.FAILURE,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            createdAt(),
            null,
            null,
            null,
            null,
            null,
            document,
            error.qualifiedType(),
            error.message(),
            error.fingerprint(),
            null,
            micros(clock),
            null,
            ThreadLocalRandom.current().nextLong());
    return of(this, failure, clock, keeping);
  }

  /** The row as it reads at a time. */
  TaskRow row(Instant now, Keeping keeping) {
    TaskRow t = task;
    return new TaskRow(
        t.taskId(),
        t.state(),
        t.name(),
        t.args(),
        t.kwargs(),
        t.queue(),
        t.parentId(),
        t.rootId(),
        t.groupId(),
        t.createdAt(),
        t.eta(),
        t.worker(),
        t.retries(),
        t.startedAt(),
        t.aliveUntil(),
        lost(now, keeping),
        t.result(),
        t.errorType(),
        t.errorMessage(),
        t.errorFingerprint(),
        t.traceback(),
        t.finishedAt(),
        t.updatedAt(),
        t.expiresAt(),
        t.expiresFrom());
  }

  static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static <T> @Nullable T or(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }
}
