package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.MaintenanceLeaseTable.MAINTENANCE_LEASE;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Reviews tasks: counts them in the roll-ups and brings them under the policies. What is locked for
 * it is passed by where a store has it just now; that store makes the next review due, if it ends
 * the task.
 */
final class ReviewStore {

  /** The row of the cleanup. */
  static final Condition CLEANUP = MAINTENANCE_LEASE.LEASE_NAME.eq("cleanup");

  private final Transactions transactions;
  private final Syntax syntax;
  private final Judgement judgement;
  private final RollUp rollUp;

  ReviewStore(Transactions transactions, Syntax syntax, Expiry expiry) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.judgement = new Judgement(syntax, expiry);
    this.rollUp = new RollUp(syntax);
  }

  /** As {@link dev.taskmeta.spi.RetentionStore#review}. */
  int review(int limit) {
    return transactions.transaction(
        "review tasks", null, (connection, sql) -> review(sql, due(sql, syntax, inline(limit))));
  }

  /** Picks tasks whose review is due, and locks them. */
  static Select<?> due(DSLContext sql, Syntax syntax, Field<Integer> limit) {
    var due =
        sql.select(ReviewRows.COLUMNS)
            .from(TASK_META)
            .where(TASK_META.REVIEW_AT.le(syntax.momentary()))
            .orderBy(TASK_META.REVIEW_AT)
            .limit(limit);
    return syntax.locksRows() ? due.forUpdate().skipLocked() : due;
  }

  /** Reviews the tasks that a query selects and locks; returns how many they are. */
  private int review(DSLContext sql, Select<?> locked) {
    if (syntax.changesInOneStatement()) {
      return atOnce(sql, judgement, rollUp, locked).fetchSingle(0, int.class);
    }
    List<String> taskIds = new ArrayList<>(locked.fetch(TASK_META.TASK_ID));
    if (!taskIds.isEmpty()) {
      ReviewRows rows = count(sql, taskIds);
      judgement.update(sql, DSL.sql("({0})", judgement.of(rows))).execute();
    }
    return taskIds.size();
  }

  private ReviewRows count(DSLContext sql, List<String> taskIds) {
    ReviewRows rows =
        ReviewRows.of(sql.select(ReviewRows.COLUMNS).from(TASK_META).where(syntax.among(taskIds)));
    rollUp.daily(sql, rows).execute();
    rollUp.runtimes(sql, rows).execute();
    return rows;
  }

  /** Reviews the tasks that a query selects and locks, in one statement that counts them. */
  static ResultQuery<Record> atOnce(
      DSLContext sql, Judgement judgement, RollUp rollUp, Select<?> locked) {
    ReviewRows rows = ReviewRows.of("picked");
    return sql.resultQuery(
        """
        with picked as materialized ({0}), judged as materialized ({1}), changed as ({2}), \
        daily as ({3}), runtimes as ({4}) select count(*) from picked""",
        locked,
        judgement.of(rows),
        judgement.update(sql, DSL.name("judged")),
        rollUp.daily(sql, rows),
        rollUp.runtimes(sql, rows));
  }

  /** As {@link dev.taskmeta.spi.RetentionStore#sweep}. */
  int sweep(int limit) {
    return transactions.transaction(
        "sweep tasks",
        null,
        (connection, sql) -> {
          String after = sweptTo(sql);
          return after == null ? 0 : sweep(sql, after, limit);
        });
  }

  /** The last task that the sweep has done; null if none is due. */
  static @Nullable String sweptTo(DSLContext sql) {
    return sql.select(MAINTENANCE_LEASE.SWEEP_AFTER)
        .from(MAINTENANCE_LEASE)
        .where(CLEANUP)
        .fetchOne(MAINTENANCE_LEASE.SWEEP_AFTER);
  }

  private int sweep(DSLContext sql, String after, int limit) {
    var judged = page(sql, judgement, val(after), inline(limit)).asTable(Judgement.NAME);
    Result<Record2<String, Integer>> rows =
        sql.select(ReviewRows.column(Judgement.NAME, TASK_META.TASK_ID), Judgement.DIFFERS)
            .from(judged)
            .orderBy(ReviewRows.column(Judgement.NAME, TASK_META.TASK_ID))
            .fetch();
    List<String> taskIds = rows.map(Record2::value1);
    List<String> different =
        rows.stream().filter(row -> row.value2() == 1).map(Record2::value1).toList();
    if (!different.isEmpty()) {
      // Not passed by if they are locked: such a store need not make a review due.
      review(sql, among(sql, different));
    }
    // Unless the policies have changed meanwhile.
    sql.update(MAINTENANCE_LEASE)
        .set(MAINTENANCE_LEASE.SWEEP_AFTER, taskIds.size() < limit ? null : taskIds.get(limit - 1))
        .where(CLEANUP)
        .and(MAINTENANCE_LEASE.SWEEP_AFTER.eq(after))
        .execute();
    return taskIds.size();
  }

  /** Judges the next tasks of a sweep. */
  static Select<?> page(
      DSLContext sql, Judgement judgement, Field<String> after, Field<Integer> limit) {
    return judgement.of(
        ReviewRows.of(
            sql.select(ReviewRows.COLUMNS)
                .from(TASK_META)
                .where(TASK_META.TASK_ID.gt(after))
                .orderBy(TASK_META.TASK_ID)
                .limit(limit)));
  }

  private Select<?> among(DSLContext sql, List<String> taskIds) {
    var tasks =
        sql.select(ReviewRows.COLUMNS)
            .from(TASK_META)
            .where(syntax.among(taskIds))
            .orderBy(TASK_META.TASK_ID);
    return syntax.locksRows() ? tasks.forUpdate() : tasks;
  }

  /**
   * Deletes tasks, counted as what they are: within a transaction, and locked in the order of their
   * ids.
   *
   * @return how many there were
   */
  int forget(DSLContext sql, List<String> taskIds) {
    Select<?> locked = among(sql, taskIds);
    if (syntax.changesInOneStatement()) {
      ReviewRows rows = ReviewRows.of("picked");
      return sql.resultQuery(
              """
              with picked as materialized ({0}), daily as ({1}), runtimes as ({2}), \
              gone as ({3}) select count(*) from gone""",
              locked,
              rollUp.daily(sql, rows),
              rollUp.runtimes(sql, rows),
              sql.deleteFrom(TASK_META)
                  .using(rows.table())
                  .where(TASK_META.TASK_ID.eq(rows.get(TASK_META.TASK_ID)))
                  .and(SqlHoldStore.notHeld(TASK_META.TASK_ID))
                  .returning(TASK_META.TASK_ID))
          .fetchSingle(0, int.class);
    }
    Map<String, Boolean> there = lock(sql, taskIds);
    if (there.isEmpty()) {
      return 0;
    }
    List<String> uncounted = new ArrayList<>();
    there.forEach(
        (taskId, miscounted) -> {
          if (miscounted) {
            uncounted.add(taskId);
          }
        });
    if (!uncounted.isEmpty()) {
      count(sql, uncounted);
    }
    // Not one that was stored since, which is not counted.
    return sql.deleteFrom(TASK_META)
        .where(syntax.among(List.copyOf(there.keySet())))
        .and(SqlHoldStore.notHeld(TASK_META.TASK_ID))
        .execute();
  }

  /** Locks tasks; returns of each that is there whether it is not counted as what it is. */
  private Map<String, Boolean> lock(DSLContext sql, List<String> taskIds) {
    ReviewRows rows = ReviewRows.all();
    Field<Integer> miscounted =
        when(rollUp.miscounted(rows), inline(1)).otherwise(inline(0)).as("miscounted");
    var tasks =
        sql.select(rows.get(TASK_META.TASK_ID), miscounted)
            .from(rows.table())
            .where(syntax.among(rows.get(TASK_META.TASK_ID), taskIds))
            .orderBy(rows.get(TASK_META.TASK_ID));
    return (syntax.locksRows() ? tasks.forUpdate() : tasks)
        .fetchMap(Record2::value1, row -> row.value2() == 1);
  }
}
