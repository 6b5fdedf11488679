package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;

import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The conditions under which a task may be removed: the pick and the DELETE say the same. */
final class Removable {

  private static final List<String> SETTINGS = List.of(Expiry.FROM_STORE, Expiry.FROM_DEFAULT);

  private final Syntax syntax;
  private final Expiry expiry;

  Removable(Syntax syntax, Expiry expiry) {
    this.syntax = syntax;
    this.expiry = expiry;
  }

  /** What has set a task's time. */
  static Field<String> source() {
    return DSL.coalesce(TASK_META.EXPIRES_FROM, inline(Expiry.FROM_DEFAULT));
  }

  /** Whether a task's time is over, so that an index finds it. */
  Condition past() {
    return TASK_META.EXPIRES_AT.le(syntax.momentary());
  }

  /** The same of a row that was found already: no index is to be tempted to find it otherwise. */
  Condition stillPast() {
    return unindexed(TASK_META.EXPIRES_AT).le(syntax.momentary());
  }

  private static Field<Instant> unindexed(Field<Instant> time) {
    return DSL.coalesce(time, time);
  }

  /**
   * Whether a task that is past its time may go: it is finished, or nobody works on it any more.
   */
  Condition over() {
    return TASK_META.FINISHED_AT.isNotNull().or(abandoned());
  }

  /** What has been past its time, and was set to it by one of some sources. */
  Condition expired(Condition ofSource) {
    return stillPast().and(over()).and(ofSource).and(free());
  }

  private Condition abandoned() {
    Field<Instant> now = syntax.momentary();
    Condition silent = TASK_META.ALIVE_UNTIL.isNull().or(TASK_META.ALIVE_UNTIL.lt(now));
    Long unfinished = Expiry.micros(expiry.unfinishedExpires());
    Condition bySettings =
        unfinished == null
            ? DSL.falseCondition()
            : source()
                .in(Upsert.inlined(SETTINGS))
                .and(TASK_META.UPDATED_AT.lt(syntax.later(now, inline(-unfinished))));
    return silent.and(bySettings.or(byPolicy(now)));
  }

  /** An update of an unfinished task does not move its expiry: its policy's time counts anew. */
  private Condition byPolicy(Field<Instant> now) {
    Field<Long> micros = RETENTION_POLICY.KEEP_SECONDS.mul(inline(-1_000_000L));
    return DSL.exists(
        DSL.selectOne()
            .from(RETENTION_POLICY)
            .where(
                DSL.cast(RETENTION_POLICY.POLICY_ID, SQLDataType.VARCHAR(20))
                    .eq(TASK_META.EXPIRES_FROM))
            .and(TASK_META.UPDATED_AT.le(syntax.later(now, micros))));
  }

  /** Whether nothing is to be done before: no review is due, and nobody holds it. */
  Condition free() {
    Field<Instant> reviewAt = unindexed(TASK_META.REVIEW_AT);
    return reviewAt.isNull().or(reviewAt.gt(syntax.momentary())).and(notHeld());
  }

  /** Whether nobody holds it. */
  static Condition notHeld() {
    return SqlHoldStore.notHeld(TASK_META.TASK_ID);
  }

  /** Whether the roll-up has counted it as it is, so that nothing is lost when it goes. */
  static Condition counted() {
    return TASK_META
        .COUNTED_STATE
        .eq(TASK_META.STATE)
        .or(TASK_META.FINISHED_AT.isNull().and(TASK_META.COUNTED_STATE.isNull()));
  }
}
