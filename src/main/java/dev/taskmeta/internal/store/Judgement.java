package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.RetentionAppliedTable.RETENTION_APPLIED;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.internal.jooq.tables.RetentionAppliedTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What a review makes of a task: what it is counted as, and how long it is kept. */
final class Judgement {

  /** The name of what is judged, where a table is updated from it. */
  static final String NAME = "j";

  /** Whether a task is to be changed: 1 or 0. */
  static final Field<Integer> DIFFERS = DSL.field(DSL.name("differs"), Integer.class);

  private static final Field<Long> POLICY_ID = DSL.field("r.winner", Long.class);

  /** Whatever is kept for longer is kept for ever, and so is what ends in a far future. */
  private static final long LONGEST_SECONDS = Duration.ofDays(365_250).toSeconds();

  private static final Instant FAR_FUTURE = Instant.parse("8900-01-01T00:00:00Z");

  /** How often at the most and at the least an unfinished task is looked at again. */
  private static final long OFTENEST_SECONDS = 10;

  private static final long SELDOMEST_SECONDS = Duration.ofDays(30).toSeconds();

  private final Syntax syntax;
  private final Expiry expiry;
  private final PolicySql policies;
  private final RollUp rollUp;

  Judgement(Syntax syntax, Expiry expiry) {
    this.syntax = syntax;
    this.expiry = expiry;
    this.policies = new PolicySql(syntax);
    this.rollUp = new RollUp(syntax);
  }

  /** The rows' ids, their new values, and whether anything of them is new. */
  Select<?> of(ReviewRows rows) {
    ReviewRows row =
        ReviewRows.of(
            select(rows.columns(), policies.winner(rows).as("winner")).from(rows.table()));
    RetentionAppliedTable policy = RETENTION_APPLIED.as("w");
    Map<TableField<Record, ?>, Field<?>> values = values(row, policy);
    List<SelectField<?>> columns = new ArrayList<>();
    columns.add(row.get(TASK_META.TASK_ID));
    values.forEach((column, value) -> columns.add(value.as(fresh(column))));
    columns.add(when(differs(row, policy), inline(1)).otherwise(inline(0)).as(DIFFERS));
    return select(columns).from(row.table()).leftJoin(policy).on(policy.POLICY_ID.eq(POLICY_ID));
  }

  private static String fresh(Field<?> column) {
    return "new_" + column.getName();
  }

  /**
   * Updates the tasks to what was made of them.
   *
   * @param judged the query that says it in parentheses, or the name of an expression that does
   */
  Query update(DSLContext sql, QueryPart judged) {
    List<QueryPart> assignments = new ArrayList<>();
    for (TableField<Record, ?> column : CHANGED) {
      assignments.add(
          DSL.sql("{0} = {1}", column.getUnqualifiedName(), DSL.name(NAME, fresh(column))));
    }
    return sql.query(
        syntax.updateFrom(),
        TASK_META,
        DSL.sql("{0} as {1}", judged, DSL.name(NAME)),
        TASK_META.TASK_ID.eq(ReviewRows.column(NAME, TASK_META.TASK_ID)),
        DSL.list(assignments));
  }

  private static final List<TableField<Record, ?>> CHANGED =
      List.of(
          TASK_META.COUNTED_STATE,
          TASK_META.COUNTED_DAY,
          TASK_META.COUNTED_NAME,
          TASK_META.COUNTED_QUEUE,
          TASK_META.COUNTED_RETRIES,
          TASK_META.EXPIRES_AT,
          TASK_META.EXPIRES_FROM,
          TASK_META.REVIEW_AT);

  private Map<TableField<Record, ?>, Field<?>> values(
      ReviewRows row, RetentionAppliedTable policy) {
    Condition mayComeBack = RollUp.mayComeBack(row);
    Map<TableField<Record, ?>, Field<?>> values = new LinkedHashMap<>();
    values.put(TASK_META.COUNTED_STATE, when(RollUp.isReady(row), row.get(TASK_META.STATE)));
    values.put(TASK_META.COUNTED_DAY, when(mayComeBack, rollUp.day(row)));
    values.put(TASK_META.COUNTED_NAME, when(mayComeBack, RollUp.text(row, TASK_META.NAME)));
    values.put(TASK_META.COUNTED_QUEUE, when(mayComeBack, RollUp.text(row, TASK_META.QUEUE)));
    values.put(TASK_META.COUNTED_RETRIES, when(mayComeBack, RollUp.retries(row)));
    values.put(TASK_META.EXPIRES_AT, expiresAt(row, policy));
    values.put(TASK_META.EXPIRES_FROM, expiresFrom(row, policy));
    values.put(TASK_META.REVIEW_AT, reviewAt(row));
    return values;
  }

  private Condition differs(ReviewRows row, RetentionAppliedTable policy) {
    return rollUp
        .miscounted(row)
        .or(row.get(TASK_META.EXPIRES_AT).isDistinctFrom(expiresAt(row, policy)))
        .or(row.get(TASK_META.EXPIRES_FROM).isDistinctFrom(expiresFrom(row, policy)))
        .or(row.get(TASK_META.REVIEW_AT).isNull().and(reviewAt(row).isNotNull()));
  }

  private Field<Instant> expiresAt(ReviewRows row, RetentionAppliedTable policy) {
    Field<Instant> stored = row.get(TASK_META.EXPIRES_AT);
    Condition ready = RollUp.isReady(row);
    Field<Instant> since =
        when(ready, RollUp.endedAt(row)).otherwise(row.get(TASK_META.UPDATED_AT));
    Field<Instant> kept =
        when(
            policy.KEEP_SECONDS.le(inline(LONGEST_SECONDS)),
            later(since, policy.KEEP_SECONDS.mul(inline(1_000_000L))));
    // Of what is finished, such a policy keeps the last, however old they are.
    Field<Instant> byPolicy =
        when(ready.and(policy.KEEP_LAST.isNotNull()), nothing()).otherwise(kept);
    return when(row.get(TASK_META.KEEP_SECONDS).isNotNull(), stored)
        .when(policy.POLICY_ID.isNotNull(), byPolicy)
        .when(wasUnderPolicy(row), byDefault(row))
        .otherwise(stored);
  }

  private Field<String> expiresFrom(ReviewRows row, RetentionAppliedTable policy) {
    Field<String> stored = row.get(TASK_META.EXPIRES_FROM);
    return when(row.get(TASK_META.KEEP_SECONDS).isNotNull(), stored)
        .when(policy.POLICY_ID.isNotNull(), policy.POLICY_ID.cast(String.class))
        .when(wasUnderPolicy(row), inline(Expiry.FROM_DEFAULT))
        .otherwise(stored);
  }

  private static Condition wasUnderPolicy(ReviewRows row) {
    return row.get(TASK_META.EXPIRES_FROM)
        .notIn(inline(Expiry.FROM_DEFAULT), inline(Expiry.FROM_STORE));
  }

  /** As the store sets it. */
  private Field<Instant> byDefault(ReviewRows row) {
    Field<Instant> updatedAt = row.get(TASK_META.UPDATED_AT);
    Field<Instant> begin = syntax.latest(updatedAt, coalesce(row.get(TASK_META.ETA), updatedAt));
    return when(RollUp.isReady(row), later(RollUp.endedAt(row), expiry.resultExpires()))
        .otherwise(later(begin, expiry.unfinishedExpires()));
  }

  private Field<Instant> later(Field<Instant> time, Duration duration) {
    @Nullable Long micros = Expiry.micros(duration);
    return micros == null ? nothing() : later(time, inline(micros));
  }

  private Field<Instant> later(Field<Instant> time, Field<Long> micros) {
    DataType<Instant> type = TASK_META.EXPIRES_AT.getDataType();
    return when(time.lt(inline(FAR_FUTURE, type)), syntax.later(time, micros));
  }

  private static Field<Instant> nothing() {
    return inline((Instant) null, TASK_META.EXPIRES_AT);
  }

  /**
   * A change from one unfinished state to another makes no review due; so where a policy may be for
   * such a state, these tasks are looked at again before any policy's time is over.
   */
  private Field<Instant> reviewAt(ReviewRows row) {
    RetentionAppliedTable policy = PolicySql.policies();
    long unfinished = expiry.unfinishedExpires().toSeconds();
    Field<Long> keep =
        coalesce(policy.KEEP_SECONDS, inline(unfinished == 0 ? SELDOMEST_SECONDS : unfinished));
    Field<Long> bounded =
        when(keep.lt(inline(OFTENEST_SECONDS)), inline(OFTENEST_SECONDS))
            .when(keep.gt(inline(SELDOMEST_SECONDS)), inline(SELDOMEST_SECONDS))
            .otherwise(keep);
    Field<Long> least = select(min(bounded)).from(policy).where(PolicySql.isForUnready()).asField();
    return when(
        DSL.not(RollUp.isReady(row)),
        syntax.later(syntax.momentary(), least.mul(inline(1_000_000L))));
  }
}
