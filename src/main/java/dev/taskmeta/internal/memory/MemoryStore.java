package dev.taskmeta.internal.memory;

import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskHeldException;
import dev.taskmeta.TaskQuery;
import dev.taskmeta.TaskState;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.spi.GroupRow;
import dev.taskmeta.spi.HoldStore;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.TaskRow;
import dev.taskmeta.spi.TaskWrite;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps tasks and groups in the memory of this process, for tests and first steps. */
final class MemoryStore implements ResultStore {

  private static final Comparator<MemoryRow> OLDEST_FIRST =
      Comparator.comparing(MemoryRow::createdAt).thenComparing(MemoryRow::taskId);

  private final Clock clock;
  private final MemoryHolds holds;
  private final MemoryRow.Keeping keeping;
  private final Codecs codecs = new Codecs(List.of());
  private final Map<String, MemoryRow> tasks = new HashMap<>();
  private final Map<String, MemoryGroup> groups = new HashMap<>();
  private @Nullable String leaseHolder;
  private Instant leaseUntil = Instant.MIN;

  /** A saved group and when it may go. */
  private record MemoryGroup(GroupRow row, @Nullable Instant expiresAt) {}

  MemoryStore(Settings settings, Clock clock) {
    this.clock = clock;
    this.holds = new MemoryHolds(clock);
    this.keeping =
        new MemoryRow.Keeping(
            settings.resultExpires(), settings.unfinishedExpires(), settings.taskLostAfter());
  }

  @Override
  public synchronized List<Boolean> store(List<TaskWrite> writes) {
    List<Boolean> accepted = new ArrayList<>();
    for (TaskWrite write : writes) {
      MemoryRow row = tasks.get(write.taskId());
      boolean accept =
          row == null
              || row.storeToken() == write.storeToken()
              || write.state().replaces(row.state());
      if (accept) {
        tasks.put(write.taskId(), MemoryRow.of(row, write, clock.instant(), keeping));
      }
      accepted.add(accept);
    }
    return accepted;
  }

  @Override
  public synchronized Map<String, TaskRow> fetch(Collection<String> taskIds) {
    Map<String, TaskRow> rows = new HashMap<>();
    known(taskIds).forEach(row -> rows.put(row.taskId(), row.row(clock.instant(), keeping)));
    return rows;
  }

  @Override
  public synchronized Map<String, Look> look(Collection<String> taskIds) {
    Map<String, Look> looks = new HashMap<>();
    known(taskIds)
        .forEach(
            row -> {
              boolean lost = row.lost(clock.instant(), keeping);
              looks.put(row.taskId(), new Look(row.state(), lost));
            });
    return looks;
  }

  private Stream<MemoryRow> known(Collection<String> taskIds) {
    return taskIds.stream().distinct().filter(tasks::containsKey).map(tasks::get);
  }

  @Override
  public synchronized List<TaskRow> list(TaskQuery query) {
    Predicate<MemoryRow> wanted = row -> true;
    if (query.state() != null) {
      wanted = wanted.and(row -> row.state().equals(query.state()));
    }
    if (query.name() != null) {
      Pattern pattern = pattern(query.name());
      wanted = wanted.and(row -> row.name() != null && pattern.matcher(row.name()).matches());
    }
    if (query.since() != null) {
      wanted = wanted.and(row -> !row.createdAt().isBefore(query.since()));
    }
    TaskQuery.Place after = query.after();
    if (after != null) {
      wanted =
          wanted.and(
              row -> {
                int order = row.createdAt().compareTo(after.createdAt());
                return order < 0 || order == 0 && row.taskId().compareTo(after.taskId()) < 0;
              });
    }
    return tasks.values().stream()
        .filter(wanted)
        .sorted(OLDEST_FIRST.reversed())
        .limit(query.limit())
        .map(row -> row.row(clock.instant(), keeping))
        .toList();
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Stream.of(glob.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((one, other) -> one + ".*" + other)
            .orElse(""),
        Pattern.DOTALL);
  }

  @Override
  public synchronized List<String> children(String parentId) {
    return tasks.values().stream()
        .filter(row -> parentId.equals(row.parentId()))
        .sorted(OLDEST_FIRST)
        .map(MemoryRow::taskId)
        .toList();
  }

  @Override
  public synchronized int forget(Collection<String> taskIds) {
    Map<String, String> held = holds.held(taskIds);
    if (!held.isEmpty()) {
      throw new TaskHeldException(held);
    }
    return (int) taskIds.stream().filter(taskId -> tasks.remove(taskId) != null).count();
  }

  @Override
  public synchronized int keepAlive(Collection<String> taskIds, Duration aliveFor) {
    List<MemoryRow> alive = known(taskIds).filter(row -> !row.settled()).toList();
    Instant until = clock.instant().plus(aliveFor);
    alive.forEach(row -> tasks.put(row.taskId(), row.aliveUntil(until)));
    return alive.size();
  }

  @Override
  public synchronized int failLost(Collection<String> taskIds, TaskError error, int limit) {
    Instant now = clock.instant();
    List<MemoryRow> lost =
        (taskIds.isEmpty() ? tasks.values().stream() : known(taskIds))
            .filter(row -> row.lost(now, keeping))
            .limit(limit)
            .toList();
    lost.forEach(
        row -> tasks.put(row.taskId(), row.failed(error, codecs.encode(error), now, keeping)));
    return lost.size();
  }

  @Override
  public synchronized void saveGroup(
      String groupId, @Nullable String parentId, List<String> taskIds) {
    Instant now = MemoryRow.micros(clock.instant());
    MemoryGroup before = groups.get(groupId);
    Instant createdAt = before == null ? now : before.row().createdAt();
    GroupRow row = new GroupRow(groupId, parentId, createdAt, taskIds);
    groups.put(groupId, new MemoryGroup(row, keeping.groupExpiry(now)));
  }

  @Override
  public synchronized void addToGroup(String groupId, String taskId) {
    GroupRow before = group(groupId).orElse(null);
    List<String> taskIds = new ArrayList<>(before == null ? List.of() : before.taskIds());
    if (!taskIds.contains(taskId)) {
      taskIds.add(taskId);
    }
    saveGroup(groupId, before == null ? null : before.parentId(), taskIds);
  }

  @Override
  public synchronized Optional<GroupRow> group(String groupId) {
    return Optional.ofNullable(groups.get(groupId)).map(MemoryGroup::row);
  }

  @Override
  public synchronized boolean deleteGroup(String groupId) {
    return groups.remove(groupId) != null;
  }

  @Override
  public synchronized Map<TaskState, Long> groupProgress(String groupId) {
    Map<TaskState, Long> counts = new LinkedHashMap<>();
    group(groupId)
        .ifPresent(
            group -> {
              for (String taskId : group.taskIds()) {
                MemoryRow row = tasks.get(taskId);
                counts.merge(row == null ? TaskState.PENDING : row.state(), 1L, Long::sum);
              }
            });
    return counts;
  }

  @Override
  public synchronized int deleteExpiredTasks(int limit) {
    List<MemoryRow> expired =
        expiredTasks().sorted(Comparator.comparing(MemoryRow::expiresAt)).limit(limit).toList();
    expired.forEach(row -> tasks.remove(row.taskId()));
    return expired.size();
  }

  private Stream<MemoryRow> expiredTasks() {
    Instant now = clock.instant();
    return tasks.values().stream()
        .filter(row -> row.expired(now, keeping) && !holds.isHeld(row.taskId()));
  }

  @Override
  public synchronized int deleteExpiredGroups(int limit) {
    List<String> expired = expiredGroups().limit(limit).toList();
    expired.forEach(groups::remove);
    return expired.size();
  }

  private Stream<String> expiredGroups() {
    Instant now = clock.instant();
    return groups.values().stream()
        .filter(group -> group.expiresAt() != null && group.expiresAt().isBefore(now))
        .map(group -> group.row().groupId());
  }

  @Override
  public synchronized long countExpiredTasks() {
    return expiredTasks().count();
  }

  @Override
  public synchronized long countExpiredGroups() {
    return expiredGroups().count();
  }

  @Override
  public synchronized boolean acquireLease(String holder, Duration duration) {
    Instant now = clock.instant();
    if (!holder.equals(leaseHolder) && !leaseUntil.isBefore(now)) {
      return false;
    }
    leaseHolder = holder;
    leaseUntil = now.plus(duration);
    return true;
  }

  @Override
  public synchronized void releaseLease(String holder) {
    if (holder.equals(leaseHolder)) {
      leaseUntil = Instant.MIN;
    }
  }

  @Override
  public Optional<HoldStore> holds() {
    return Optional.of(holds);
  }

  @Override
  public ResultStore joining(Connection connection) {
    throw new UnsupportedOperationException("memory:// has no connections to join");
  }

  @Override
  public void close() {}
}
