package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskQuery;
import dev.taskmeta.TaskState;
import dev.taskmeta.spi.Look;
import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads tasks. */
final class TaskRows {

  /** What only storing and the maintenance look at. */
  private static final Set<Field<?>> UPKEEP =
      Set.of(
          TASK_META.STORE_TOKEN,
          TASK_META.KEEP_SECONDS,
          TASK_META.REVIEW_AT,
          TASK_META.COUNTED_STATE,
          TASK_META.COUNTED_DAY,
          TASK_META.COUNTED_NAME,
          TASK_META.COUNTED_QUEUE,
          TASK_META.COUNTED_RETRIES);

  private final Transactions transactions;
  private final Syntax syntax;
  private final Field<Integer> lost;
  private final List<SelectField<?>> wholeRow;
  private final SelectById rows;
  private final SelectById looks;

  TaskRows(Transactions transactions, Syntax syntax, Expiry expiry) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.lost = when(lost(syntax, expiry, syntax.now()), inline(1)).otherwise(inline(0)).as("lost");
    this.wholeRow = wholeRow(lost);
    this.rows = new SelectById(transactions.template(), syntax, wholeRow);
    this.looks =
        new SelectById(
            transactions.template(), syntax, List.of(TASK_META.TASK_ID, TASK_META.STATE, lost));
  }

  /** Whether a task's process has stopped renewing it, so that an index finds it. */
  static Condition lost(Syntax syntax, Expiry expiry) {
    return lost(syntax, expiry, syntax.momentary());
  }

  private static Condition lost(Syntax syntax, Expiry expiry, Field<Instant> now) {
    long micros = expiry.lostAfter().toNanos() / 1_000;
    return unsettled().and(TASK_META.ALIVE_UNTIL.lt(syntax.later(now, inline(-micros))));
  }

  /** Whether a process may still work on the task. */
  static Condition unsettled() {
    return TASK_META
        .FINISHED_AT
        .isNull()
        .and(TASK_META.STATE.notIn(Upsert.inlined(Upsert.names(TaskState.SETTLED))));
  }

  private static List<SelectField<?>> wholeRow(Field<Integer> lost) {
    List<SelectField<?>> fields = new ArrayList<>();
    for (Field<?> field : TASK_META.fields()) {
      if (!UPKEEP.contains(field)) {
        fields.add(field);
      }
    }
    fields.add(lost);
    return fields;
  }

  Map<String, TaskRow> fetch(Collection<String> taskIds) {
    Map<String, TaskRow> found = new HashMap<>();
    forEach("get", rows, taskIds, row -> found.put(row.get(TASK_META.TASK_ID), row(row)));
    return found;
  }

  Map<String, Look> look(Collection<String> taskIds) {
    Map<String, Look> found = new HashMap<>();
    forEach(
        "look",
        looks,
        taskIds,
        row ->
            found.put(
                row.get(TASK_META.TASK_ID),
                new Look(TaskState.of(row.get(TASK_META.STATE)), row.get(lost) == 1)));
    return found;
  }

  private void forEach(
      String what, SelectById select, Collection<String> taskIds, Consumer<SelectById.Row> reader) {
    for (List<String> chunk : syntax.chunks(taskIds)) {
      transactions.statement(
          what,
          only(chunk),
          connection -> {
            select.forEach(connection, chunk, reader);
            return true;
          });
    }
  }

  List<TaskRow> list(TaskQuery query) {
    Condition wanted = DSL.noCondition();
    if (query.state() != null) {
      wanted = wanted.and(TASK_META.STATE.eq(query.state().name()));
    }
    String name = query.name();
    if (name != null) {
      wanted =
          wanted.and(
              name.indexOf('*') < 0
                  ? TASK_META.NAME.eq(name)
                  : syntax.matches(TASK_META.NAME, name));
    }
    if (query.since() != null) {
      wanted = wanted.and(TASK_META.CREATED_AT.ge(query.since()));
    }
    if (query.after() != null) {
      wanted = wanted.and(after(query.after()));
    }
    Condition condition = wanted;
    return transactions.statement(
        "list",
        null,
        (connection, sql) ->
            sql.select(wholeRow)
                .from(TASK_META)
                .where(condition)
                .orderBy(TASK_META.CREATED_AT.desc(), TASK_META.TASK_ID.desc())
                .limit(query.limit())
                .fetch(record -> row(record::get)));
  }

  /** Written so that every engine can begin at the place in its index. */
  private static Condition after(TaskQuery.Place place) {
    Instant createdAt = place.createdAt();
    return TASK_META
        .CREATED_AT
        .le(createdAt)
        .and(TASK_META.CREATED_AT.lt(createdAt).or(TASK_META.TASK_ID.lt(place.taskId())));
  }

  List<String> children(String parentId) {
    return transactions.statement(
        "children",
        parentId,
        (connection, sql) ->
            sql.select(TASK_META.TASK_ID)
                .from(TASK_META)
                .where(TASK_META.PARENT_ID.eq(parentId))
                .orderBy(TASK_META.CREATED_AT, TASK_META.TASK_ID)
                .fetch(TASK_META.TASK_ID));
  }

  static @Nullable String only(List<String> taskIds) {
    return taskIds.size() == 1 ? taskIds.get(0) : null;
  }

  private TaskRow row(SelectById.Row row) {
    return new TaskRow(
        Objects.requireNonNull(row.get(TASK_META.TASK_ID)),
        TaskState.of(Objects.requireNonNull(row.get(TASK_META.STATE))),
        row.get(TASK_META.NAME),
        StoredValue.ofColumns(row.get(TASK_META.ARGS), row.get(TASK_META.ARGS_BYTES), null),
        StoredValue.ofColumns(row.get(TASK_META.KWARGS), row.get(TASK_META.KWARGS_BYTES), null),
        row.get(TASK_META.QUEUE),
        row.get(TASK_META.PARENT_ID),
        row.get(TASK_META.ROOT_ID),
        row.get(TASK_META.GROUP_ID),
        Objects.requireNonNull(row.get(TASK_META.CREATED_AT)),
        row.get(TASK_META.ETA),
        row.get(TASK_META.WORKER),
        row.get(TASK_META.RETRIES),
        row.get(TASK_META.STARTED_AT),
        row.get(TASK_META.ALIVE_UNTIL),
        row.get(lost) == 1,
        StoredValue.ofColumns(
            row.get(TASK_META.RESULT),
            row.get(TASK_META.RESULT_BYTES),
            row.get(TASK_META.CONTENT_TYPE)),
        row.get(TASK_META.ERROR_TYPE),
        row.get(TASK_META.ERROR_MESSAGE),
        row.get(TASK_META.ERROR_FINGERPRINT),
        row.get(TASK_META.TRACEBACK),
        row.get(TASK_META.FINISHED_AT),
        Objects.requireNonNull(row.get(TASK_META.UPDATED_AT)),
        row.get(TASK_META.EXPIRES_AT),
        row.get(TASK_META.EXPIRES_FROM));
  }
}
