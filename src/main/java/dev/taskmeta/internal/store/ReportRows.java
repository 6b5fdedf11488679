package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskState;
import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.ReportQuery;
import dev.taskmeta.report.ReportRow;
import dev.taskmeta.report.ReportRow.ErrorExample;
import dev.taskmeta.report.ReportRow.RunSeconds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * The rows of a report in one look at the tasks: counted by key and by how long they ran, on a
 * scale whose steps are two percent wide; then the steps of each key are summed up, which no engine
 * needs a percentile function or a sort of all tasks for.
 */
final class ReportRows {

  static final Field<Instant> CREATED_AT = unqualified(TASK_META.CREATED_AT);

  private static final Field<String> STATE = unqualified(TASK_META.STATE);

  private static final List<Double> SHARES = List.of(0.5, 0.95, 0.99);

  private static final Field<String> KEY = field("k", String.class);
  private static final Field<String> FINGERPRINT = field("fingerprint", String.class);
  private static final Field<Integer> BUCKET = field("bucket", Integer.class);
  private static final Field<Long> TASKS = field("n", Long.class);
  private static final Field<Long> RETRIES = field("tries", Long.class);
  private static final Field<Double> RUN = field("run", Double.class);
  private static final Field<Double> LONGEST = field("longest", Double.class);
  private static final Field<String> TASK_ID = unqualified(TASK_META.TASK_ID);
  private static final Field<String> MESSAGE = unqualified(TASK_META.ERROR_MESSAGE);
  private static final Field<Long> RUNS = field("runs", Long.class);
  private static final Field<Long> BELOW = field("below", Long.class);

  private final Syntax syntax;
  private final Table<Record> tasks;
  private final ReportQuery query;
  private final Instant from;

  ReportRows(Syntax syntax, Table<Record> tasks, ReportQuery query, Instant from) {
    this.syntax = syntax;
    this.tasks = tasks;
    this.query = query;
    this.from = from;
  }

  static <T> Field<T> field(String name, Class<T> type) {
    return DSL.field(DSL.name(name), type);
  }

  static <T> Field<T> unqualified(Field<T> column) {
    return DSL.field(column.getUnqualifiedName(), column.getDataType());
  }

  boolean isByDay() {
    return query.by() == Grouping.DAY;
  }

  private boolean isByError() {
    return query.by() == Grouping.ERROR;
  }

  /** What a grouping's rows are one of. */
  static Field<String> key(Syntax syntax, Grouping by) {
    return switch (by) {
      case NAME -> unqualified(TASK_META.NAME);
      case DAY -> syntax.day(CREATED_AT);
      case WORKER -> unqualified(TASK_META.WORKER);
      case QUEUE -> unqualified(TASK_META.QUEUE);
      case ERROR -> unqualified(TASK_META.ERROR_TYPE);
    };
  }

  private List<Field<?>> keys() {
    return isByError() ? List.of(KEY, FINGERPRINT) : List.of(KEY);
  }

  /** The statement, with one row more than wanted where there are more. */
  Select<Record> select(DSLContext sql) {
    List<SelectField<?>> columns = new ArrayList<>(keys());
    columns.addAll(sums());
    for (int at = 0; at < SHARES.size(); at++) {
      Condition reached = BUCKET.isNotNull().and(BELOW.ge(RUNS.mul(inline(SHARES.get(at)))));
      columns.add(min(when(reached, BUCKET)).as(percentile(at)));
    }
    columns.add(max(RUNS).as(RUNS));
    return sql.select(columns)
        .hint(syntax.roomHint())
        .from(withSteps())
        .groupBy(keys())
        .orderBy(isByDay() ? KEY.desc() : sum(TASKS).desc(), isByError() ? FINGERPRINT : KEY)
        .limit(query.limit() + 1);
  }

  private static String percentile(int at) {
    return "step_" + at;
  }

  /** Each key's steps, with how many runs stay below and how many there are. */
  private Table<?> withSteps() {
    Field<Long> runs = when(BUCKET.isNotNull(), TASKS).otherwise(inline(0L));
    Table<?> histogram = histogram().asTable("h");
    return DSL.select(
            histogram.asterisk(),
            sum(runs).over().partitionBy(keys()).orderBy(BUCKET).as(BELOW),
            sum(runs).over().partitionBy(keys()).as(RUNS))
        .from(histogram)
        .asTable("w");
  }

  /**
   * The tasks of each key, state and step. The states become columns only when these few are summed
   * up: sums of all tasks for each state took MySQL most of the time of a report.
   */
  private Select<?> histogram() {
    List<Field<?>> groups = new ArrayList<>(keys());
    groups.add(STATE);
    groups.add(BUCKET);
    List<SelectField<?>> columns = new ArrayList<>(groups);
    columns.add(DSL.count().cast(Long.class).as(TASKS));
    columns.add(sum(RETRIES).cast(Long.class).as(RETRIES));
    columns.add(DSL.field("sum({0})", Double.class, RUN).as(RUN));
    columns.add(max(RUN).as(LONGEST));
    if (isByError()) {
      columns.add(min(TASK_ID).as(TASK_ID));
      columns.add(min(MESSAGE).as(MESSAGE));
    }
    return DSL.select(columns).from(created()).groupBy(groups);
  }

  private List<SelectField<?>> sums() {
    List<SelectField<?>> columns = new ArrayList<>();
    columns.add(sum(TASKS).cast(Long.class).as(TASKS));
    for (TaskState state : TaskState.NAMED) {
      Field<Long> inState = when(STATE.eq(inline(state.name())), TASKS).otherwise(inline(0L));
      columns.add(sum(inState).cast(Long.class).as(column(state)));
    }
    columns.add(DSL.coalesce(sum(RETRIES).cast(Long.class), inline(0L)).as(RETRIES));
    columns.add(DSL.field("sum({0})", Double.class, RUN).as(RUN));
    columns.add(max(LONGEST).as(LONGEST));
    if (isByError()) {
      columns.add(min(TASK_ID).as(TASK_ID));
      columns.add(min(MESSAGE).as(MESSAGE));
    }
    return columns;
  }

  private static String column(TaskState state) {
    return "in_" + state.name();
  }

  /** The tasks that count, with nothing but what is counted. */
  private Table<?> created() {
    List<SelectField<?>> columns = new ArrayList<>();
    columns.add(key(syntax, query.by()).as(KEY));
    columns.add(STATE);
    columns.add(unqualified(TASK_META.RETRIES).as(RETRIES));
    Field<Double> run =
        syntax.seconds(unqualified(TASK_META.STARTED_AT), unqualified(TASK_META.FINISHED_AT));
    columns.add(run.as(RUN));
    columns.add(RunScale.step(run).as(BUCKET));
    Condition counts = CREATED_AT.ge(from);
    if (isByError()) {
      columns.add(unqualified(TASK_META.ERROR_FINGERPRINT).as(FINGERPRINT));
      columns.add(TASK_ID);
      columns.add(MESSAGE);
      counts = counts.and(STATE.eq(inline(TaskState.FAILURE.name())));
    }
    return DSL.select(columns).from(tasks).where(counts).asTable("c");
  }

  ReportRow read(Record row) {
    Map<TaskState, Long> states = new LinkedHashMap<>();
    TaskState.NAMED.forEach(state -> states.put(state, row.get(column(state), Long.class)));
    return new ReportRow(
        row.get(KEY),
        row.get(TASKS),
        states,
        row.get(RETRIES),
        row.get(RUNS) == 0 ? null : runSeconds(row),
        isByError()
            ? new ErrorExample(
                row.get(FINGERPRINT), Objects.requireNonNull(row.get(TASK_ID)), row.get(MESSAGE))
            : null,
        List.of());
  }

  private static RunSeconds runSeconds(Record row) {
    return new RunSeconds(
        row.get(RUN) / row.get(RUNS),
        seconds(row, 0),
        seconds(row, 1),
        seconds(row, 2),
        row.get(LONGEST));
  }

  /** The middle of a step, but not beyond the longest. */
  private static double seconds(Record row, int at) {
    @Nullable Integer bucket = row.get(percentile(at), Integer.class);
    double middle = RunScale.middle(Objects.requireNonNull(bucket));
    return Math.min(row.get(LONGEST), middle);
  }
}
