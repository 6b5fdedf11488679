package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
 * The rows of a report in one look at the tasks, counted by key. How long those ran that are shown
 * is asked by {@link ReportRuns}.
 */
final class ReportRows {

  static final Field<Instant> CREATED_AT = unqualified(TASK_META.CREATED_AT);

  private static final Field<String> STATE = unqualified(TASK_META.STATE);

  static final Field<String> KEY = field("k", String.class);
  static final Field<String> FINGERPRINT = field("fingerprint", String.class);

  private static final Field<Integer> STATE_NUMBER = field("s", Integer.class);
  private static final Field<Long> TASKS = field("n", Long.class);
  private static final Field<Long> RETRIES = field("tries", Long.class);
  private static final Field<String> TASK_ID = unqualified(TASK_META.TASK_ID);
  private static final Field<String> MESSAGE = unqualified(TASK_META.ERROR_MESSAGE);

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

  /** The columns that tell rows apart. */
  List<Field<String>> keys() {
    return isByError() ? List.of(KEY, FINGERPRINT) : List.of(KEY);
  }

  /** The columns of a task that tell its row. */
  List<SelectField<?>> keysOfTask() {
    List<SelectField<?>> columns = new ArrayList<>();
    columns.add(key(syntax, query.by()).as(KEY));
    if (isByError()) {
      columns.add(unqualified(TASK_META.ERROR_FINGERPRINT).as(FINGERPRINT));
    }
    return columns;
  }

  /** Which tasks count. */
  Condition counted() {
    Condition created = CREATED_AT.ge(from);
    return isByError() ? created.and(STATE.eq(inline(TaskState.FAILURE.name()))) : created;
  }

  /** The statement, with one row more than wanted where there are more. */
  Select<Record> select(DSLContext sql) {
    List<SelectField<?>> columns = new ArrayList<>(keys());
    columns.addAll(sums());
    return sql.select(columns)
        .hint(syntax.roomHint())
        .from(byState().asTable("h"))
        .groupBy(keys())
        .orderBy(isByDay() ? KEY.desc() : sum(TASKS).desc(), isByError() ? FINGERPRINT : KEY)
        .limit(query.limit() + 1);
  }

  /**
   * The tasks of each key and state. The states become columns only when these few are summed up:
   * sums of all tasks for each state took MySQL most of the time of a report. They are told apart
   * by numbers: a second text to group by took MariaDB a quarter more.
   */
  private Select<?> byState() {
    List<Field<?>> groups = new ArrayList<>(keys());
    groups.add(STATE_NUMBER);
    List<SelectField<?>> columns = new ArrayList<>(groups);
    columns.add(DSL.count().cast(Long.class).as(TASKS));
    columns.add(sum(RETRIES).cast(Long.class).as(RETRIES));
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
      Field<Long> inState =
          when(STATE_NUMBER.eq(inline(number(state))), TASKS).otherwise(inline(0L));
      columns.add(sum(inState).cast(Long.class).as(column(state)));
    }
    columns.add(DSL.coalesce(sum(RETRIES).cast(Long.class), inline(0L)).as(RETRIES));
    if (isByError()) {
      columns.add(min(TASK_ID).as(TASK_ID));
      columns.add(min(MESSAGE).as(MESSAGE));
    }
    return columns;
  }

  private static int number(TaskState state) {
    return TaskState.NAMED.indexOf(state);
  }

  /** The number of a task's state; null of one that is the application's own. */
  private static Field<Integer> stateNumber() {
    // Asked first for what most tasks are in.
    Map<Field<String>, Field<Integer>> numbers = new LinkedHashMap<>();
    TaskState.NAMED.stream()
        .sorted(Comparator.comparing(state -> !state.isReady()))
        .forEach(state -> numbers.put(inline(state.name()), inline(number(state))));
    return DSL.case_(STATE).mapFields(numbers);
  }

  private static String column(TaskState state) {
    return "in_" + state.name();
  }

  /** The tasks that count, with nothing but what is counted. */
  private Table<?> created() {
    List<SelectField<?>> columns = new ArrayList<>(keysOfTask());
    columns.add(stateNumber().as(STATE_NUMBER));
    columns.add(unqualified(TASK_META.RETRIES).as(RETRIES));
    if (isByError()) {
      columns.add(TASK_ID);
      columns.add(MESSAGE);
    }
    return DSL.select(columns).from(tasks).where(counted()).asTable("c");
  }

  /** What tells a row from the others. */
  List<@Nullable String> key(Record row) {
    return keys().stream().map(row::get).collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Reads a row.
   *
   * @param runs how long its tasks ran; null if none has
   */
  ReportRow read(Record row, @Nullable RunSeconds runs) {
    Map<TaskState, Long> states = new LinkedHashMap<>();
    TaskState.NAMED.forEach(state -> states.put(state, row.get(column(state), Long.class)));
    return new ReportRow(
        row.get(KEY),
        row.get(TASKS),
        states,
        row.get(RETRIES),
        runs,
        isByError()
            ? new ErrorExample(
                row.get(FINGERPRINT), Objects.requireNonNull(row.get(TASK_ID)), row.get(MESSAGE))
            : null,
        List.of());
  }
}
