package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Query;
import org.jooq.Record4;
import org.jooq.Select;

/** Statements that are rendered for each batch, since what they look for changes with it. */
final class RenderedRemoval implements RemovalStatements {

  /**
   * Stands for a limit where a text is made of a statement, to be replaced by what the limit is
   * there. jOOQ numbers the rows where a limit is no number, for which MySQL would read all of
   * them.
   */
  static final Field<Integer> LIMIT = inline(1_000_000_007);

  private static final Field<Integer> COUNTED =
      when(Removable.counted(), inline(1)).otherwise(inline(0)).as("counted");

  private final DSLContext sql;
  private final Syntax syntax;
  private final Condition condition;
  private final Collection<? extends OrderField<?>> order;

  /**
   * Makes them.
   *
   * @param condition what may be removed
   */
  RenderedRemoval(
      DSLContext sql,
      Syntax syntax,
      Condition condition,
      Collection<? extends OrderField<?>> order) {
    this.sql = sql;
    this.syntax = syntax;
    this.condition = condition;
    this.order = order;
  }

  @Override
  public List<Picked> pick(int limit) {
    return pick(sql, syntax, condition, order, val(limit))
        .fetch(
            row ->
                new Picked(
                    Objects.requireNonNull(row.value1()),
                    Objects.requireNonNull(row.value2()),
                    row.value3() == 1,
                    row.value4()));
  }

  /** Picks rows and locks them, passing over those that others have locked. */
  static Select<Record4<String, String, Integer, Instant>> pick(
      DSLContext sql,
      Syntax syntax,
      Condition condition,
      Collection<? extends OrderField<?>> order,
      Field<Integer> limit) {
    var select =
        sql.select(TASK_META.TASK_ID, Removable.source(), COUNTED, TASK_META.EXPIRES_AT)
            .from(TASK_META)
            .where(condition)
            .orderBy(order)
            .limit(limit);
    return syntax.locksRows() ? select.forUpdate().skipLocked() : select;
  }

  @Override
  public int delete(List<String> taskIds) {
    return delete(sql, syntax.among(taskIds), condition).execute();
  }

  /** Deletes what was picked, repeating every condition: a hold may have come between. */
  static Query delete(DSLContext sql, Condition picked, Condition condition) {
    return sql.deleteFrom(TASK_META).where(picked).and(condition).and(Removable.counted());
  }
}
