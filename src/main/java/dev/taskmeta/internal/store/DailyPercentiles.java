package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskDailyRuntimeTable.TASK_DAILY_RUNTIME;
import static dev.taskmeta.internal.jooq.tables.TaskDailyTable.TASK_DAILY;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.round;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import java.time.LocalDate;
import java.util.List;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record3;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Keeps the percentiles beside the counts of each day, so that reports over months read one row per
 * day and name, and not its histogram. Where they are behind, the view makes them of the histogram:
 * they may be measured at any time, or never.
 */
final class DailyPercentiles {

  private static final Field<Integer> REACHED = DSL.field(DSL.name("reached"), Integer.class);

  private final Transactions transactions;
  private final Syntax syntax;

  DailyPercentiles(Transactions transactions, Syntax syntax) {
    this.transactions = transactions;
    this.syntax = syntax;
  }

  /**
   * Measures at most so many of those that are behind.
   *
   * @return how many there were; fewer than the limit where all are measured
   */
  int measure(int limit) {
    return transactions.transaction(
        "measure percentiles",
        null,
        (connection, sql) -> {
          List<Record3<LocalDate, String, String>> behind = behind(sql, syntax, limit).fetch();
          if (!behind.isEmpty()) {
            BatchBindStep batch =
                sql.batch(update(sql, syntax, val((LocalDate) null), val(""), val("")));
            behind.forEach(key -> batch.bind(key.value1(), key.value2(), key.value3()));
            batch.execute();
          }
          return behind.size();
        });
  }

  /**
   * Locks them, in the order in which whoever counts does: who adds to a histogram has locked its
   * day before, so that what is seen of it afterwards is all of it.
   */
  static Select<Record3<LocalDate, String, String>> behind(
      DSLContext sql, Syntax syntax, int limit) {
    var behind =
        sql.select(TASK_DAILY.DAY, TASK_DAILY.NAME, TASK_DAILY.QUEUE)
            .from(TASK_DAILY)
            .where(TASK_DAILY.RUNS_MEASURED.ne(TASK_DAILY.RUNS))
            .orderBy(TASK_DAILY.DAY, TASK_DAILY.NAME, TASK_DAILY.QUEUE)
            .limit(inline(limit));
    return syntax.locksRows() ? behind.forUpdate() : behind;
  }

  /** Measures one of them. */
  static Query update(
      DSLContext sql,
      Syntax syntax,
      Field<LocalDate> day,
      Field<String> name,
      Field<String> queue) {
    return sql.update(TASK_DAILY)
        .set(TASK_DAILY.P50_MICROS, micros(syntax, 50))
        .set(TASK_DAILY.P95_MICROS, micros(syntax, 95))
        .set(TASK_DAILY.P99_MICROS, micros(syntax, 99))
        .set(TASK_DAILY.RUNS_MEASURED, TASK_DAILY.RUNS)
        .where(TASK_DAILY.DAY.eq(day))
        .and(TASK_DAILY.NAME.eq(name))
        .and(TASK_DAILY.QUEUE.eq(queue));
  }

  private static Condition ofTheDay() {
    return TASK_DAILY_RUNTIME
        .DAY
        .eq(TASK_DAILY.DAY)
        .and(TASK_DAILY_RUNTIME.NAME.eq(TASK_DAILY.NAME))
        .and(TASK_DAILY_RUNTIME.QUEUE.eq(TASK_DAILY.QUEUE));
  }

  /** The middle of the step that a percentile reaches, but not beyond the longest. */
  private static Field<Long> micros(Syntax syntax, int percent) {
    Field<Double> middle = RunScale.middle(syntax.real(reached(percent)));
    return DSL.least(
        TASK_DAILY.LONGEST_MICROS, round(middle.mul(inline(1_000_000))).cast(Long.class));
  }

  /** The first step of the scale at whose end so many of 100 runs are over. */
  private static Field<Integer> reached(int percent) {
    Field<Integer> none = inline(Integer.MAX_VALUE);
    return DSL.field(
        select(
                when(
                        sum(TASK_DAILY_RUNTIME.N)
                            .over()
                            .orderBy(TASK_DAILY_RUNTIME.BUCKET)
                            .mul(inline(100))
                            .ge(sum(TASK_DAILY_RUNTIME.N).over().mul(inline(percent))),
                        TASK_DAILY_RUNTIME.BUCKET)
                    .otherwise(none)
                    .as(REACHED))
            .from(TASK_DAILY_RUNTIME)
            .where(ofTheDay())
            .orderBy(REACHED)
            .limit(inline(1)));
  }
}
