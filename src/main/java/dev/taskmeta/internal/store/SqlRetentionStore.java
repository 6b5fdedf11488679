package dev.taskmeta.internal.store;

import dev.taskmeta.retention.DueTasks;
import dev.taskmeta.retention.KeptTask;
import dev.taskmeta.retention.RetentionPolicy;
import dev.taskmeta.spi.RetentionStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The upkeep of a SQL database; every statement is in the classes it is made of. */
final class SqlRetentionStore implements RetentionStore {

  private final PolicyStore policies;
  private final ReviewStore reviews;
  private final RemovalStore removals;
  private final DueStore dues;
  private final RunStore runs;
  private final PolicyRows policyRows;
  private final KeptTasks keptTasks;
  private final DailyPercentiles percentiles;

  SqlRetentionStore(Transactions transactions, Syntax syntax, Expiry expiry, ReviewStore reviews) {
    this.policies = new PolicyStore(transactions);
    this.reviews = reviews;
    this.removals = new RemovalStore(transactions, syntax, expiry);
    this.dues = new DueStore(transactions, syntax, expiry);
    this.runs = new RunStore(transactions, syntax);
    this.policyRows = new PolicyRows(transactions, syntax);
    this.keptTasks = new KeptTasks(transactions);
    this.percentiles = new DailyPercentiles(transactions, syntax);
  }

  @Override
  public boolean applyPolicies() {
    return policies.apply();
  }

  @Override
  public int sweep(int limit) {
    return reviews.sweep(limit);
  }

  @Override
  public int review(int limit) {
    return reviews.review(limit);
  }

  @Override
  public Removal remove(Way way, int limit, @Nullable String place) {
    return removals.remove(way, limit, place);
  }

  @Override
  public List<DueTasks> due() {
    return dues.due();
  }

  @Override
  public Optional<Duration> overdue() {
    return dues.overdue();
  }

  @Override
  public long beginRun(String host, Duration ago) {
    return runs.begin(host, ago);
  }

  @Override
  public void noteRun(long runId, RunRecord run, boolean ended) {
    runs.note(runId, run, ended);
  }

  @Override
  public List<RetentionPolicy> policies() {
    return policyRows.all();
  }

  @Override
  public Optional<RetentionPolicy> putPolicy(RetentionPolicy policy) {
    return policyRows.put(policy);
  }

  @Override
  public boolean removePolicy(long policyId) {
    return policyRows.remove(policyId);
  }

  @Override
  public Optional<KeptTask> kept(String taskId) {
    return keptTasks.find(taskId);
  }

  @Override
  public int measurePercentiles(int limit) {
    return percentiles.measure(limit);
  }
}
