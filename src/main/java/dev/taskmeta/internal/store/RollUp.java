package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskDailyRuntimeTable.TASK_DAILY_RUNTIME;
import static dev.taskmeta.internal.jooq.tables.TaskDailyTable.TASK_DAILY;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * The roll-ups: what tasks change in them that are not counted as they are now. A failed or revoked
 * task may be tried again; so its row says as what it was counted, and that is taken back. The rows
 * must be locked, and be marked as counted or be gone in the same transaction.
 *
 * <p>Upserts run in the order of the keys, the days before the histogram, after all tasks are
 * locked: two transactions that count never wait for each other in a circle.
 */
final class RollUp {

  private static final String SUCCESS = TaskState.SUCCESS.name();
  private static final String FAILURE = TaskState.FAILURE.name();
  private static final String REVOKED = TaskState.REVOKED.name();

  /** No run is longer; what says so has a wrong beginning, and would spoil the sum. */
  private static final long LONGEST_RUN = Duration.ofDays(366).toMillis() * 1_000;

  /** Sums stay below, whatever is added to them. */
  private static final long FULL = 4_000_000_000_000_000_000L;

  private final Syntax syntax;

  RollUp(Syntax syntax) {
    this.syntax = syntax;
  }

  static Condition isReady(ReviewRows row) {
    return row.get(TASK_META.STATE).in(Upsert.inlined(Upsert.names(TaskState.READY)));
  }

  /** Whether it has ended in a state that is not final. */
  static Condition mayComeBack(ReviewRows row) {
    return row.get(TASK_META.STATE).in(inline(FAILURE), inline(REVOKED));
  }

  /** When it ended, by whatever says so. */
  static Field<Instant> endedAt(ReviewRows row) {
    return coalesce(row.get(TASK_META.FINISHED_AT), row.get(TASK_META.UPDATED_AT));
  }

  Field<LocalDate> day(ReviewRows row) {
    return syntax.date(endedAt(row));
  }

  static Field<String> text(ReviewRows row, TableField<Record, String> column) {
    return coalesce(row.get(column), inline(""));
  }

  static Field<Integer> retries(ReviewRows row) {
    return coalesce(row.get(TASK_META.RETRIES), inline(0));
  }

  /** Whether it is not counted as what it is. */
  Condition miscounted(ReviewRows row) {
    Field<String> counted = row.get(TASK_META.COUNTED_STATE);
    Condition otherwise =
        row.get(TASK_META.COUNTED_DAY)
            .ne(day(row))
            .or(row.get(TASK_META.COUNTED_NAME).ne(text(row, TASK_META.NAME)))
            .or(row.get(TASK_META.COUNTED_QUEUE).ne(text(row, TASK_META.QUEUE)))
            .or(row.get(TASK_META.COUNTED_RETRIES).ne(retries(row)));
    Condition ended =
        counted
            .isNull()
            .or(counted.ne(row.get(TASK_META.STATE)))
            .or(mayComeBack(row).and(otherwise));
    return DSL.or(isReady(row).and(ended), DSL.not(isReady(row)).and(counted.isNotNull()));
  }

  /** What the tasks change in the counts of their days. */
  Query daily(DSLContext sql, ReviewRows rows) {
    Table<?> changes = added(rows).unionAll(takenBack(rows)).asTable("c");
    return sql.insertInto(
            TASK_DAILY,
            TASK_DAILY.DAY,
            TASK_DAILY.NAME,
            TASK_DAILY.QUEUE,
            TASK_DAILY.SUCCEEDED,
            TASK_DAILY.FAILED,
            TASK_DAILY.REVOKED,
            TASK_DAILY.RETRIES,
            TASK_DAILY.RUNS,
            TASK_DAILY.RUN_MICROS,
            TASK_DAILY.LONGEST_MICROS)
        .select(
            select(
                    of(TASK_DAILY.DAY),
                    of(TASK_DAILY.NAME),
                    of(TASK_DAILY.QUEUE),
                    total(TASK_DAILY.SUCCEEDED),
                    total(TASK_DAILY.FAILED),
                    total(TASK_DAILY.REVOKED),
                    total(TASK_DAILY.RETRIES),
                    total(TASK_DAILY.RUNS),
                    total(TASK_DAILY.RUN_MICROS),
                    max(of(TASK_DAILY.LONGEST_MICROS)))
                .from(changes)
                .groupBy(of(TASK_DAILY.DAY), of(TASK_DAILY.NAME), of(TASK_DAILY.QUEUE))
                .orderBy(of(TASK_DAILY.DAY), of(TASK_DAILY.NAME), of(TASK_DAILY.QUEUE)))
        .onConflict(TASK_DAILY.DAY, TASK_DAILY.NAME, TASK_DAILY.QUEUE)
        .doUpdate()
        .set(TASK_DAILY.SUCCEEDED, more(TASK_DAILY.SUCCEEDED))
        .set(TASK_DAILY.FAILED, more(TASK_DAILY.FAILED))
        .set(TASK_DAILY.REVOKED, more(TASK_DAILY.REVOKED))
        .set(TASK_DAILY.RETRIES, more(TASK_DAILY.RETRIES))
        .set(TASK_DAILY.RUNS, more(TASK_DAILY.RUNS))
        .set(
            TASK_DAILY.RUN_MICROS,
            when(TASK_DAILY.RUN_MICROS.lt(inline(FULL)), more(TASK_DAILY.RUN_MICROS))
                .otherwise(TASK_DAILY.RUN_MICROS))
        .set(TASK_DAILY.LONGEST_MICROS, longer());
  }

  private static Field<Long> more(TableField<Record, Long> column) {
    return column.plus(excluded(column));
  }

  private static Field<Long> longer() {
    Field<Long> fresh = excluded(TASK_DAILY.LONGEST_MICROS);
    return when(fresh.gt(coalesce(TASK_DAILY.LONGEST_MICROS, inline(-1L))), fresh)
        .otherwise(TASK_DAILY.LONGEST_MICROS);
  }

  private static <T> Field<T> of(TableField<Record, T> column) {
    return ReviewRows.column("c", column);
  }

  private static Field<Long> total(TableField<Record, Long> column) {
    return sum(of(column)).cast(Long.class);
  }

  private Select<Record> added(ReviewRows row) {
    Field<String> state = row.get(TASK_META.STATE);
    Condition hasRun = hasRun(row);
    return select(
            List.<SelectField<?>>of(
                day(row).as(TASK_DAILY.DAY),
                text(row, TASK_META.NAME).as(TASK_DAILY.NAME),
                text(row, TASK_META.QUEUE).as(TASK_DAILY.QUEUE),
                one(state.eq(inline(SUCCESS))).as(TASK_DAILY.SUCCEEDED),
                one(state.eq(inline(FAILURE))).as(TASK_DAILY.FAILED),
                one(state.eq(inline(REVOKED))).as(TASK_DAILY.REVOKED),
                retries(row).as(TASK_DAILY.RETRIES),
                one(hasRun).as(TASK_DAILY.RUNS),
                when(hasRun, runMicros(row)).otherwise(inline(0L)).as(TASK_DAILY.RUN_MICROS),
                when(hasRun, runMicros(row)).as(TASK_DAILY.LONGEST_MICROS)))
        .from(row.table())
        .where(isReady(row))
        .and(miscounted(row));
  }

  private Select<Record> takenBack(ReviewRows row) {
    Field<String> state = row.get(TASK_META.COUNTED_STATE);
    return select(
            List.<SelectField<?>>of(
                row.get(TASK_META.COUNTED_DAY),
                row.get(TASK_META.COUNTED_NAME),
                row.get(TASK_META.COUNTED_QUEUE),
                inline(0),
                one(state.eq(inline(FAILURE))).neg(),
                one(state.eq(inline(REVOKED))).neg(),
                row.get(TASK_META.COUNTED_RETRIES).neg(),
                inline(0),
                inline(0L),
                inline((Long) null, TASK_DAILY.LONGEST_MICROS)))
        .from(row.table())
        .where(state.in(inline(FAILURE), inline(REVOKED)))
        .and(miscounted(row));
  }

  private static Field<Integer> one(Condition condition) {
    return when(condition, inline(1)).otherwise(inline(0));
  }

  private static Condition hasRun(ReviewRows row) {
    return row.get(TASK_META.STATE)
        .eq(inline(SUCCESS))
        .and(row.get(TASK_META.STARTED_AT).isNotNull());
  }

  /** A worker whose clock was put back may end before it began. */
  private Field<Long> runMicros(ReviewRows row) {
    Field<Long> micros = syntax.micros(row.get(TASK_META.STARTED_AT), endedAt(row));
    return when(micros.lt(inline(0L)), inline(0L))
        .when(micros.gt(inline(LONGEST_RUN)), inline(LONGEST_RUN))
        .otherwise(micros);
  }

  /** What the tasks change in the histograms of their days; nothing of it is ever taken back. */
  Query runtimes(DSLContext sql, ReviewRows row) {
    Field<Double> seconds = syntax.real(runMicros(row)).div(inline(1e6));
    Table<?> runs =
        select(
                day(row).as(TASK_DAILY_RUNTIME.DAY),
                text(row, TASK_META.NAME).as(TASK_DAILY_RUNTIME.NAME),
                text(row, TASK_META.QUEUE).as(TASK_DAILY_RUNTIME.QUEUE),
                RunScale.step(seconds).as(TASK_DAILY_RUNTIME.BUCKET))
            .from(row.table())
            .where(hasRun(row))
            .and(miscounted(row))
            .asTable("c");
    List<Field<?>> key =
        List.of(
            of(TASK_DAILY_RUNTIME.DAY),
            of(TASK_DAILY_RUNTIME.NAME),
            of(TASK_DAILY_RUNTIME.QUEUE),
            of(TASK_DAILY_RUNTIME.BUCKET));
    return sql.insertInto(
            TASK_DAILY_RUNTIME,
            TASK_DAILY_RUNTIME.DAY,
            TASK_DAILY_RUNTIME.NAME,
            TASK_DAILY_RUNTIME.QUEUE,
            TASK_DAILY_RUNTIME.BUCKET,
            TASK_DAILY_RUNTIME.N)
        .select(
            select(
                    of(TASK_DAILY_RUNTIME.DAY),
                    of(TASK_DAILY_RUNTIME.NAME),
                    of(TASK_DAILY_RUNTIME.QUEUE),
                    of(TASK_DAILY_RUNTIME.BUCKET),
                    count().cast(Long.class))
                .from(runs)
                .groupBy(key)
                .orderBy(key))
        .onConflict(
            TASK_DAILY_RUNTIME.DAY,
            TASK_DAILY_RUNTIME.NAME,
            TASK_DAILY_RUNTIME.QUEUE,
            TASK_DAILY_RUNTIME.BUCKET)
        .doUpdate()
        .set(TASK_DAILY_RUNTIME.N, more(TASK_DAILY_RUNTIME.N));
  }
}
