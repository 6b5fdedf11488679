package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.floor;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskState;
import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.ReportQuery;
import dev.taskmeta.report.ReportRow;
import dev.taskmeta.report.ReportRow.ErrorExample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks were created in each part of a report's time: of all tasks, and of each of its
 * rows, in one more look at the tasks. Tasks of other keys are counted together, so that no more
 * comes here than is shown. Days have no course: they are one.
 */
final class ReportCourse {

  private static final Field<String> STATE = ReportRows.unqualified(TASK_META.STATE);
  private static final Field<String> KEY = ReportRows.field("k", String.class);
  private static final Field<String> FINGERPRINT = ReportRows.field("fingerprint", String.class);
  private static final Field<Integer> SLOT = ReportRows.field("slot", Integer.class);
  private static final Field<Integer> SHOWN = ReportRows.field("shown", Integer.class);

  private final Syntax syntax;
  private final Table<Record> tasks;
  private final ReportQuery query;
  private final Instant from;
  private final List<ReportRow> rows;
  private final List<Long> all;
  private final Map<List<@Nullable String>, List<Long>> byRow = new HashMap<>();

  ReportCourse(
      Syntax syntax, Table<Record> tasks, ReportQuery query, Instant from, List<ReportRow> rows) {
    this.syntax = syntax;
    this.tasks = tasks;
    this.query = query;
    this.from = from;
    this.rows = rows;
    this.all = nothing();
  }

  private List<Long> nothing() {
    return new ArrayList<>(Collections.nCopies(query.slots(), 0L));
  }

  /** Counts; returns how many counts have come. */
  int read(DSLContext sql) {
    Condition shown = shown();
    Table<?> marked =
        DSL.select(
                when(shown, inline(1)).otherwise(inline(0)).as(SHOWN),
                when(shown, KEY).as(KEY),
                when(shown, FINGERPRINT).as(FINGERPRINT),
                SLOT)
            .from(created())
            .asTable("m");
    return sql.select(SHOWN, KEY, FINGERPRINT, SLOT, DSL.count())
        .from(marked)
        .groupBy(SHOWN, KEY, FINGERPRINT, SLOT)
        .fetch(
            row -> {
              // A clock that runs ahead creates tasks later than now.
              int slot = Math.min(query.slots() - 1, row.get(SLOT));
              long count = row.get(4, Long.class);
              all.set(slot, all.get(slot) + count);
              if (row.get(SHOWN) == 1) {
                List<Long> course =
                    byRow.computeIfAbsent(
                        Arrays.asList(row.get(KEY), row.get(FINGERPRINT)), any -> nothing());
                course.set(slot, course.get(slot) + count);
              }
              return slot;
            })
        .size();
  }

  /** Whether a task is one of those that a row may be about. */
  private Condition shown() {
    if (query.by() == Grouping.DAY) {
      return DSL.falseCondition();
    }
    List<String> keys =
        rows.stream().map(ReportRow::key).filter(Objects::nonNull).distinct().toList();
    Condition shown = keys.isEmpty() ? DSL.falseCondition() : KEY.in(keys);
    if (rows.stream().anyMatch(row -> row.key() == null)) {
      shown = shown.or(KEY.isNull());
    }
    return query.by() == Grouping.ERROR
        ? shown.and(STATE.eq(inline(TaskState.FAILURE.name())))
        : shown;
  }

  private Table<?> created() {
    Field<String> fingerprint =
        query.by() == Grouping.ERROR
            ? ReportRows.unqualified(TASK_META.ERROR_FINGERPRINT)
            : inline((String) null, TASK_META.ERROR_FINGERPRINT);
    return DSL.select(
            ReportRows.key(syntax, query.by()).as(KEY),
            fingerprint.as(FINGERPRINT),
            STATE,
            slot().as(SLOT))
        .from(tasks)
        .where(ReportRows.CREATED_AT.ge(from))
        .asTable("c");
  }

  private Field<Integer> slot() {
    double width = (double) Math.max(1, query.since().toSeconds()) / query.slots();
    Field<Long> seconds =
        syntax.wholeSeconds(inline(from, ReportRows.CREATED_AT), ReportRows.CREATED_AT);
    return floor(syntax.real(seconds).div(inline(width))).cast(Integer.class);
  }

  /** All tasks, also those of rows beyond the limit. */
  List<Long> ofAll() {
    return all;
  }

  /** The rows, each with its course. */
  List<ReportRow> ofRows() {
    return query.by() == Grouping.DAY
        ? rows
        : rows.stream().map(row -> row.withCourse(of(row))).toList();
  }

  private List<Long> of(ReportRow row) {
    ErrorExample error = row.error();
    String fingerprint = error == null ? null : error.fingerprint();
    return byRow.getOrDefault(Arrays.asList(row.key(), fingerprint), nothing());
  }
}
