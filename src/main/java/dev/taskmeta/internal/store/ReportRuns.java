package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.ReportRow.RunSeconds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * How long the tasks of a report's rows ran, in another look at those tasks only. The runs are
 * counted on a scale whose steps are two percent wide; then the steps of each key are summed up,
 * which no engine needs a percentile function or a sort of all tasks for. One look that counted the
 * steps of all keys took MySQL half as long again as the two.
 */
final class ReportRuns {

  private static final List<Double> SHARES = List.of(0.5, 0.95, 0.99);

  /** Of more keys than these, the tasks of all are looked at. */
  private static final int MOST_KEYS = 1_000;

  private static final Field<Double> RUN = ReportRows.field("run", Double.class);
  private static final Field<Double> LONGEST = ReportRows.field("longest", Double.class);
  private static final Field<Integer> BUCKET = ReportRows.field("bucket", Integer.class);
  private static final Field<Long> TASKS = ReportRows.field("n", Long.class);
  private static final Field<Long> RUNS = ReportRows.field("runs", Long.class);
  private static final Field<Long> BELOW = ReportRows.field("below", Long.class);

  private final Syntax syntax;
  private final Table<Record> tasks;
  private final Grouping by;
  private final ReportRows rows;

  ReportRuns(Syntax syntax, Table<Record> tasks, Grouping by, ReportRows rows) {
    this.syntax = syntax;
    this.tasks = tasks;
    this.by = by;
    this.rows = rows;
  }

  /**
   * Reads them.
   *
   * @param keys the rows' keys, or null for those of tasks that have none
   * @return by what tells a row from the others; nothing of those of which no task has run
   */
  Map<List<@Nullable String>, RunSeconds> read(DSLContext sql, List<@Nullable String> keys) {
    Map<List<@Nullable String>, RunSeconds> runs = new HashMap<>();
    if (!keys.isEmpty()) {
      syntax.withRoom(sql, select(sql, keys)).forEach(row -> runs.put(rows.key(row), read(row)));
    }
    return runs;
  }

  private static RunSeconds read(Record row) {
    return new RunSeconds(
        row.get(RUN) / row.get(RUNS),
        seconds(row, 0),
        seconds(row, 1),
        seconds(row, 2),
        row.get(LONGEST));
  }

  /** The middle of a step, but not beyond the longest. */
  private static double seconds(Record row, int at) {
    Integer step = row.get(percentile(at), Integer.class);
    return Math.min(row.get(LONGEST), RunScale.middle(Objects.requireNonNull(step)));
  }

  private static String percentile(int at) {
    return "step_" + at;
  }

  private Select<Record> select(DSLContext sql, List<@Nullable String> keys) {
    List<SelectField<?>> columns = new ArrayList<>(rows.keys());
    for (int at = 0; at < SHARES.size(); at++) {
      Condition reached = BELOW.ge(RUNS.mul(inline(SHARES.get(at))));
      columns.add(min(when(reached, BUCKET)).as(percentile(at)));
    }
    columns.add(max(RUNS).as(RUNS));
    columns.add(DSL.field("sum({0})", Double.class, RUN).as(RUN));
    columns.add(max(LONGEST).as(LONGEST));
    return sql.select(columns).hint(syntax.roomHint()).from(withSums(keys)).groupBy(rows.keys());
  }

  /** Each key's steps, with how many runs stay below and how many there are. */
  private Table<?> withSums(List<@Nullable String> keys) {
    Table<?> steps = steps(keys).asTable("h");
    return DSL.select(
            steps.asterisk(),
            sum(TASKS).over().partitionBy(rows.keys()).orderBy(BUCKET).as(BELOW),
            sum(TASKS).over().partitionBy(rows.keys()).as(RUNS))
        .from(steps)
        .asTable("w");
  }

  private Select<?> steps(List<@Nullable String> keys) {
    List<SelectField<?>> task = new ArrayList<>(rows.keysOfTask());
    Field<Instant> began = ReportRows.unqualified(TASK_META.STARTED_AT);
    task.add(syntax.seconds(began, ReportRows.unqualified(TASK_META.FINISHED_AT)).as(RUN));
    Table<?> runs =
        DSL.select(task).from(tasks).where(rows.counted()).and(among(keys)).asTable("c");
    List<Field<?>> groups = new ArrayList<>(rows.keys());
    groups.add(BUCKET);
    List<SelectField<?>> columns = new ArrayList<>(rows.keys());
    columns.add(RunScale.step(RUN).as(BUCKET));
    columns.add(DSL.count().cast(Long.class).as(TASKS));
    columns.add(DSL.field("sum({0})", Double.class, RUN).as(RUN));
    columns.add(max(RUN).as(LONGEST));
    return DSL.select(columns).from(runs).where(RUN.isNotNull()).groupBy(groups);
  }

  private Condition among(List<@Nullable String> keys) {
    List<String> texts = keys.stream().filter(Objects::nonNull).distinct().toList();
    if (rows.isByDay() || texts.size() > MOST_KEYS) {
      return DSL.noCondition();
    }
    Field<String> key = ReportRows.key(syntax, by);
    Condition named = texts.isEmpty() ? DSL.falseCondition() : key.in(texts);
    return keys.contains(null) ? named.or(key.isNull()) : named;
  }
}
