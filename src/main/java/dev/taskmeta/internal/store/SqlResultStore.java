package dev.taskmeta.internal.store;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskQuery;
import dev.taskmeta.TaskState;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.spi.ArchiveStore;
import dev.taskmeta.spi.GroupRow;
import dev.taskmeta.spi.HoldStore;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.RetentionStore;
import dev.taskmeta.spi.TaskRow;
import dev.taskmeta.spi.TaskWrite;
import dev.taskmeta.spi.Wakeups;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** Keeps tasks and groups in a SQL database; every statement is in the classes it is made of. */
final class SqlResultStore implements ResultStore {

  private final Transactions transactions;
  private final SQLDialect dialect;
  private final Lazy<Upsert> upsert;
  private final Expiry expiry;
  private final long packetBytes;
  private final @Nullable Wakeups wakeups;
  private final Runnable close;
  private final Lazy<TaskStore> tasks;
  private final TaskRows rows;
  private final TaskUpkeep upkeep;
  private final GroupStore groups;
  private final LeaseStore lease;
  private final RetentionStore retention;
  private final SqlHoldStore holds;

  SqlResultStore(
      Transactions transactions,
      Lazy<Upsert> upsert,
      Expiry expiry,
      long packetBytes,
      @Nullable Wakeups wakeups,
      Runnable close) {
    this.transactions = transactions;
    this.dialect = transactions.template().dialect();
    this.upsert = upsert;
    this.expiry = expiry;
    this.packetBytes = packetBytes;
    this.wakeups = wakeups;
    this.close = close;
    Syntax syntax = Syntax.of(dialect);
    // A process that only reads needs none of what makes a store.
    this.tasks = new Lazy<>(() -> new TaskStore(transactions, dialect, upsert.get(), packetBytes));
    this.rows = new TaskRows(transactions, syntax, expiry);
    ReviewStore reviews = new ReviewStore(transactions, syntax, expiry);
    this.upkeep = new TaskUpkeep(transactions, syntax, expiry, new Codecs(List.of()), reviews);
    this.groups = new GroupStore(transactions, syntax, expiry);
    this.lease = new LeaseStore(transactions, syntax);
    this.retention = new SqlRetentionStore(transactions, syntax, expiry, reviews);
    this.holds = new SqlHoldStore(transactions, syntax);
  }

  @Override
  public List<Boolean> store(List<TaskWrite> writes) {
    return tasks.get().store(writes);
  }

  @Override
  public int parallelWrites() {
    return Syntax.of(dialect).parallelWrites();
  }

  @Override
  public Map<String, TaskRow> fetch(Collection<String> taskIds) {
    return rows.fetch(taskIds);
  }

  @Override
  public Map<String, Look> look(Collection<String> taskIds) {
    return rows.look(taskIds);
  }

  @Override
  public List<TaskRow> list(TaskQuery query) {
    return rows.list(query);
  }

  @Override
  public List<String> children(String parentId) {
    return rows.children(parentId);
  }

  @Override
  public int forget(Collection<String> taskIds) {
    return upkeep.forget(taskIds);
  }

  @Override
  public int keepAlive(Collection<String> taskIds, Duration aliveFor) {
    return upkeep.keepAlive(taskIds, aliveFor);
  }

  @Override
  public int failLost(Collection<String> taskIds, TaskError error, int limit) {
    return upkeep.failLost(taskIds, error, limit);
  }

  @Override
  public void saveGroup(String groupId, @Nullable String parentId, List<String> taskIds) {
    groups.save(groupId, parentId, taskIds);
  }

  @Override
  public void addToGroup(String groupId, String taskId) {
    groups.add(groupId, taskId);
  }

  @Override
  public Optional<GroupRow> group(String groupId) {
    return groups.find(groupId);
  }

  @Override
  public boolean deleteGroup(String groupId) {
    return groups.delete(groupId);
  }

  @Override
  public Map<TaskState, Long> groupProgress(String groupId) {
    return groups.progress(groupId);
  }

  @Override
  public int deleteExpiredGroups(int limit) {
    return groups.deleteExpired(limit);
  }

  @Override
  public long countExpiredGroups() {
    return groups.countExpired();
  }

  @Override
  public boolean acquireLease(String holder, Duration duration) {
    return lease.acquire(holder, duration);
  }

  @Override
  public void releaseLease(String holder) {
    lease.release(holder);
  }

  @Override
  public Optional<RetentionStore> retention() {
    return Optional.of(retention);
  }

  @Override
  public Optional<HoldStore> holds() {
    return Optional.of(holds);
  }

  @Override
  public Optional<ArchiveStore> archive() {
    return Optional.of(new SqlArchiveStore(transactions, Syntax.of(dialect)));
  }

  @Override
  public Optional<Wakeups> wakeups() {
    return Optional.ofNullable(wakeups);
  }

  @Override
  public ResultStore joining(Connection connection) {
    return new SqlResultStore(
        transactions.joining(connection), upsert, expiry, packetBytes, null, () -> {});
  }

  @Override
  public void close() {
    close.run();
  }
}
