package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateSetMoreStep;
import org.jooq.InsertOnDuplicateSetStep;
import org.jooq.InsertValuesStepN;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * The statement that stores tasks: one text for each engine and number of rows, rendered once.
 *
 * <p>PostgreSQL and SQLite guard the update by a condition and return what was accepted. MySQL and
 * MariaDB have no condition; there every column is guarded. Their assignments run from left to
 * right and see those before, so the token goes first, under the whole guard, and every other
 * column follows it: it changes exactly if the row bears the new token.
 */
final class Upsert {

  private static final List<String> REPLACEABLE = names(TaskState.REPLACEABLE);
  private static final List<String> REPLACING = names(TaskState.REPLACING);
  private static final List<String> SETTLED = names(TaskState.SETTLED);

  private final DSLContext sql;
  private final Syntax syntax;
  private final UnaryOperator<Map<Field<?>, Field<?>>> order;
  private final Map<Integer, String> texts = new ConcurrentHashMap<>();

  Upsert(DSLContext sql, Syntax syntax) {
    this(sql, syntax, UnaryOperator.identity());
  }

  /** With the assignments put into another order, to show that the order matters. */
  Upsert(DSLContext sql, Syntax syntax, UnaryOperator<Map<Field<?>, Field<?>>> order) {
    this.sql = sql;
    this.syntax = syntax;
    this.order = order;
  }

  /** Whether the statement returns the ids that it accepted. */
  boolean returnsAccepted() {
    return syntax.upsertHasWhere();
  }

  /** The text for so many rows, each with the parameters of {@link UpsertParameters} in order. */
  String text(int rows) {
    return texts.computeIfAbsent(rows, this::render);
  }

  private String render(int rows) {
    Map<Field<?>, Field<?>> values = values();
    InsertValuesStepN<Record> insert = sql.insertInto(TASK_META).columns(values.keySet());
    for (int row = 0; row < rows; row++) {
      insert = insert.values(values.values());
    }
    InsertOnDuplicateSetStep<Record> update = insert.onConflict(TASK_META.TASK_ID).doUpdate();
    if (!syntax.upsertHasWhere()) {
      return update.set(order.apply(guarded(assignments()))).getSQL();
    }
    InsertOnDuplicateSetMoreStep<Record> set = update.set(assignments());
    return set.where(guard()).getSQL() + " returning " + sql.render(DSL.field("task_id"));
  }

  /** The columns and what a new row has in them. */
  private Map<Field<?>, Field<?>> values() {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    for (TableField<Record, ?> column : UpsertParameters.plainColumns()) {
      values.put(column, val(null, column));
    }
    Field<Instant> now = syntax.now();
    values.put(TASK_META.UPDATED_AT, now);
    values.put(TASK_META.ALIVE_UNTIL, syntax.later(now, micros()));
    Field<Instant> eta = coalesce(val((Instant) null, TASK_META.ETA), now);
    values.put(TASK_META.EXPIRES_AT, syntax.later(syntax.latest(now, eta), micros()));
    return values;
  }

  private static Field<Long> micros() {
    return val((Long) null, TASK_META.KEEP_SECONDS);
  }

  private static Condition guard() {
    Field<String> state = excluded(TASK_META.STATE);
    return TASK_META
        .STORE_TOKEN
        .eq(excluded(TASK_META.STORE_TOKEN))
        .or(
            TASK_META
                .STATE
                .ne(inline(TaskState.SUCCESS.name()))
                .and(state.ne(inline(TaskState.PENDING.name())))
                .and(TASK_META.STATE.notIn(inlined(REPLACEABLE)).or(state.in(inlined(REPLACING)))));
  }

  private static Map<Field<?>, Field<?>> guarded(Map<Field<?>, Field<?>> assignments) {
    Map<Field<?>, Field<?>> guarded = new LinkedHashMap<>();
    guarded.put(
        TASK_META.STORE_TOKEN,
        when(guard(), excluded(TASK_META.STORE_TOKEN)).otherwise(TASK_META.STORE_TOKEN));
    Condition mine = TASK_META.STORE_TOKEN.eq(excluded(TASK_META.STORE_TOKEN));
    assignments.forEach(
        (column, value) -> {
          if (column != TASK_META.STORE_TOKEN) {
            guarded.put(column, choose(mine, value, column));
          }
        });
    return guarded;
  }

  @SuppressWarnings("unchecked")
  private static <T> Field<T> choose(Condition condition, Field<?> value, Field<T> column) {
    return when(condition, (Field<T>) value).otherwise(column);
  }

  /** What an accepted update does to the row that is there. */
  private Map<Field<?>, Field<?>> assignments() {
    Map<Field<?>, Field<?>> set = new LinkedHashMap<>();
    for (TableField<Record, ?> column : UpsertParameters.plainColumns()) {
      if (column != TASK_META.TASK_ID) {
        set.put(column, excluded(column));
      }
    }
    for (TableField<Record, ?> column : kept()) {
      set.put(column, keptUnlessCarried(column));
    }
    keptAsPair(set, TASK_META.ARGS, TASK_META.ARGS_BYTES);
    keptAsPair(set, TASK_META.KWARGS, TASK_META.KWARGS_BYTES);
    Field<Instant> created = excluded(TASK_META.CREATED_AT);
    set.put(
        TASK_META.CREATED_AT,
        when(created.lt(TASK_META.CREATED_AT), created).otherwise(TASK_META.CREATED_AT));
    set.put(TASK_META.UPDATED_AT, excluded(TASK_META.UPDATED_AT));
    set.put(
        TASK_META.ALIVE_UNTIL,
        when(
            excluded(TASK_META.STATE).notIn(inlined(SETTLED)),
            keptUnlessCarried(TASK_META.ALIVE_UNTIL)));
    set.put(TASK_META.EXPIRES_AT, expiry());
    set.put(
        TASK_META.EXPIRES_FROM,
        when(keptUnlessCarried(TASK_META.KEEP_SECONDS).isNotNull(), inline(Expiry.FROM_STORE))
            .otherwise(excluded(TASK_META.EXPIRES_FROM)));
    return set;
  }

  private static List<TableField<Record, ?>> kept() {
    return List.of(
        TASK_META.NAME,
        TASK_META.QUEUE,
        TASK_META.PARENT_ID,
        TASK_META.ROOT_ID,
        TASK_META.GROUP_ID,
        TASK_META.ETA,
        TASK_META.WORKER,
        TASK_META.RETRIES,
        TASK_META.STARTED_AT,
        TASK_META.KEEP_SECONDS);
  }

  private static <T> Field<T> keptUnlessCarried(Field<T> column) {
    return coalesce(excluded(column), column);
  }

  private static void keptAsPair(
      Map<Field<?>, Field<?>> set, Field<String> text, Field<byte[]> bytes) {
    Condition lacks = excluded(text).isNull().and(excluded(bytes).isNull());
    // The two are assigned by one condition, which reads only the new values.
    set.put(text, when(lacks, text).otherwise(excluded(text)));
    set.put(bytes, when(lacks, bytes).otherwise(excluded(bytes)));
  }

  private Field<Instant> expiry() {
    Field<Instant> fresh = excluded(TASK_META.EXPIRES_AT);
    Field<Long> keep = keptUnlessCarried(TASK_META.KEEP_SECONDS);
    Field<Instant> kept =
        when(keep.isNull(), fresh)
            .when(
                keep.gt(inline(0L)),
                syntax.later(excluded(TASK_META.UPDATED_AT), keep.mul(inline(1_000_000L))));
    Field<Instant> unready =
        when(excluded(TASK_META.ETA).isNotNull(), fresh)
            .otherwise(coalesce(TASK_META.EXPIRES_AT, fresh));
    return when(excluded(TASK_META.FINISHED_AT).isNotNull(), kept).otherwise(unready);
  }

  static List<String> names(Collection<TaskState> states) {
    return states.stream().map(TaskState::name).toList();
  }

  static List<Field<String>> inlined(Collection<String> texts) {
    List<Field<String>> fields = new ArrayList<>();
    texts.forEach(text -> fields.add(inline(text)));
    return Collections.unmodifiableList(fields);
  }
}
