package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.RetentionAppliedTable.RETENTION_APPLIED;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskState;
import dev.taskmeta.internal.jooq.tables.RetentionAppliedTable;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/**
 * Which policy a task is under, in SQL: as {@link dev.taskmeta.retention.RetentionPolicy} says it
 * in Java. Of the policies as they were applied, so that rows reviewed before and after a change
 * are never mixed: whatever has changed since makes a sweep due.
 */
final class PolicySql {

  private static final RetentionAppliedTable POLICY = RETENTION_APPLIED.as("p");

  private final Syntax syntax;

  PolicySql(Syntax syntax) {
    this.syntax = syntax;
  }

  /** The id of the winning policy; null without one. */
  Field<Long> winner(ReviewRows row) {
    return select(POLICY.POLICY_ID)
        .from(POLICY)
        .where(isFor(row))
        .orderBy(precedence())
        .limit(inline(1))
        .asField();
  }

  private Condition isFor(ReviewRows row) {
    Field<String> name = coalesce(row.get(TASK_META.NAME), inline(""));
    return syntax
        .matches(name, POLICY.NAME_PATTERN)
        .and(POLICY.STATE.isNull().or(POLICY.STATE.eq(row.get(TASK_META.STATE))))
        .and(POLICY.QUEUE.isNull().or(POLICY.QUEUE.eq(row.get(TASK_META.QUEUE))));
  }

  private static List<SortField<?>> precedence() {
    Field<Integer> criteria =
        named(POLICY.NAME_PATTERN.ne(inline("*")))
            .plus(named(POLICY.STATE.isNotNull()))
            .plus(named(POLICY.QUEUE.isNotNull()));
    Field<Integer> literal =
        DSL.charLength(DSL.replace(POLICY.NAME_PATTERN, inline("*"), inline("")));
    return List.of(POLICY.PRIORITY.desc(), criteria.desc(), literal.desc(), POLICY.POLICY_ID.asc());
  }

  private static Field<Integer> named(Condition condition) {
    return when(condition, inline(1)).otherwise(inline(0));
  }

  /** Whether a policy may be for tasks that have not ended. */
  static Condition isForUnready() {
    return POLICY
        .STATE
        .isNull()
        .or(POLICY.STATE.notIn(Upsert.inlined(Upsert.names(TaskState.READY))));
  }

  /** The policies, under the name that {@link #isForUnready} calls them by. */
  static RetentionAppliedTable policies() {
    return POLICY;
  }
}
