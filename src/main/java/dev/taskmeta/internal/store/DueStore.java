package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.MaintenanceLeaseTable.MAINTENANCE_LEASE;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.sum;

import dev.taskmeta.retention.DueTasks;
import dev.taskmeta.retention.RetentionPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Says what a cleanup would remove. Where it would review nothing before, the database adds up;
 * otherwise each task is looked at, page by page, as the review will.
 */
final class DueStore {

  private final Transactions transactions;
  private final Syntax syntax;
  private final Removable removable;
  private final LastOfName lastOfName;
  private final PendingTasks pending;
  private final Field<Long> bytes;

  DueStore(Transactions transactions, Syntax syntax, Expiry expiry) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.removable = new Removable(syntax, expiry);
    this.lastOfName = new LastOfName(syntax, removable);
    this.bytes = bytes(syntax);
    this.pending = new PendingTasks(transactions, syntax, expiry, bytes);
  }

  private static Field<Long> bytes(Syntax syntax) {
    Field<Long> bytes = inline(0L);
    for (Field<?> payload :
        List.of(
            TASK_META.ARGS,
            TASK_META.ARGS_BYTES,
            TASK_META.KWARGS,
            TASK_META.KWARGS_BYTES,
            TASK_META.RESULT,
            TASK_META.RESULT_BYTES,
            TASK_META.ERROR_MESSAGE,
            TASK_META.TRACEBACK)) {
      bytes = bytes.plus(coalesce(syntax.size(payload), inline(0L)));
    }
    return bytes;
  }

  List<DueTasks> due() {
    List<RetentionPolicy> policies =
        transactions.statement("read policies", null, (connection, sql) -> PolicyRows.all(sql));
    DueTally tally = new DueTally();
    boolean all = transactions.statement("look for a sweep", null, (c, sql) -> looksAtAll(sql));
    if (!all) {
      transactions.transaction(
          "count expired tasks",
          null,
          (connection, sql) -> {
            addUp(sql, policies, tally);
            return true;
          });
    }
    pending.look(policies, all, tally);
    return tally.all();
  }

  /** After a change of the policies all are looked at; so they are where their order matters. */
  private boolean looksAtAll(DSLContext sql) {
    boolean sweeping =
        sql.fetchExists(MAINTENANCE_LEASE, MAINTENANCE_LEASE.SWEEP_AFTER.isNotNull());
    boolean ordered = AppliedPolicy.all(sql).stream().anyMatch(AppliedPolicy::keepsLast);
    return sweeping
        || PolicyStore.differ(sql)
        || (ordered && sql.fetchExists(TASK_META, TASK_META.REVIEW_AT.le(syntax.momentary())));
  }

  private void addUp(DSLContext sql, List<RetentionPolicy> policies, DueTally tally) {
    Map<String, Boolean> archives = new HashMap<>();
    policies.stream()
        .filter(RetentionPolicy::enabled)
        .forEach(
            policy ->
                archives.put(
                    String.valueOf(policy.id()),
                    policy.action() == RetentionPolicy.Action.ARCHIVE));
    Condition due = removable.past().and(removable.over()).and(removable.free());
    sql.select(Removable.source(), count(), sum(bytes), min(TASK_META.EXPIRES_AT))
        .from(TASK_META)
        .where(due)
        .groupBy(Removable.source())
        .forEach(
            row -> add(tally, row.value1(), archives, row.value2(), row.value3(), row.value4()));
    List<AppliedPolicy> keeping =
        AppliedPolicy.all(sql).stream().filter(AppliedPolicy::keepsLast).toList();
    LastOfName.Place here = lastOfName.next(sql, keeping, null);
    while (here != null) {
      Condition beyond = lastOfName.beyond(sql, here);
      String source = here.policy().id();
      if (beyond != null) {
        sql.select(count(), sum(bytes), min(TASK_META.FINISHED_AT))
            .from(TASK_META)
            .where(beyond)
            .and(removable.free())
            .forEach(row -> add(tally, source, archives, row.value1(), row.value2(), row.value3()));
      }
      here = lastOfName.next(sql, keeping, here.done());
    }
  }

  private static void add(
      DueTally tally,
      String source,
      Map<String, Boolean> archives,
      int rows,
      BigDecimal bytes,
      Instant oldest) {
    if (rows > 0) {
      tally.add(source, archives.getOrDefault(source, false), rows, bytes.longValue(), oldest);
    }
  }

  Optional<Duration> overdue() {
    Field<Instant> now = syntax.momentary();
    return transactions.statement(
        "look for the oldest expired task",
        null,
        (connection, sql) ->
            sql.select(TASK_META.EXPIRES_AT, now.as("moment"))
                .from(TASK_META)
                .where(removable.past())
                .and(removable.over())
                .and(Removable.notHeld())
                .orderBy(TASK_META.EXPIRES_AT)
                .limit(1)
                .fetchOptional(
                    row ->
                        Duration.between(
                            Objects.requireNonNull(row.value1()),
                            Objects.requireNonNull(row.value2()))));
  }
}
