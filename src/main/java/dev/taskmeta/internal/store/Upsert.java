package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskState;
import dev.taskmeta.spi.TaskWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateSetStep;
import org.jooq.Record;

/**
 * The statement that stores tasks: one text for each engine and shape, rendered once.
 *
 * <p>PostgreSQL and SQLite guard the update by a condition. MySQL and MariaDB have no condition;
 * there every column is guarded. Their assignments run from left to right and see those before, so
 * the token goes first, under the whole guard, and every other column follows it: it changes
 * exactly if the row bears the new token.
 */
final class Upsert {

  private static final List<String> REPLACEABLE = names(TaskState.REPLACEABLE);
  private static final List<String> REPLACING = names(TaskState.REPLACING);
  private static final List<String> SETTLED = names(TaskState.SETTLED);

  private final DSLContext sql;
  private final Syntax syntax;
  private final UpsertForm form;
  private final List<UpsertInput> inputs;
  private final UnaryOperator<Map<Field<?>, Field<?>>> order;
  private final Map<UpsertShape, Statement> statements = new ConcurrentHashMap<>();
  private final Map<Integer, String> tokens = new ConcurrentHashMap<>();

  Upsert(DSLContext sql, Syntax syntax, Expiry expiry) {
    this(sql, syntax, expiry, UnaryOperator.identity());
  }

  /** With the assignments put into another order, to show that the order matters. */
  Upsert(
      DSLContext sql, Syntax syntax, Expiry expiry, UnaryOperator<Map<Field<?>, Field<?>>> order) {
    this.sql = sql;
    this.syntax = syntax;
    this.form = UpsertForm.of(sql.dialect());
    this.inputs = UpsertInput.all(expiry);
    this.order = order;
  }

  /**
   * A statement that stores some updates.
   *
   * @param sql its text
   * @param inputs its parameters, in order
   * @param rows for how many rows, whose parameters follow each other; {@link UpsertShape#ARRAYS}
   *     if each parameter is an array with a value of each row
   */
  record Statement(String sql, List<UpsertInput> inputs, int rows) {}

  /**
   * Returns the statement for some updates of different ids.
   *
   * @param strict whether it is to fail unless it accepts all of them
   */
  Statement statement(List<TaskWrite> writes, boolean strict) {
    UpsertShape shape = UpsertShape.of(inputs, writes, form.textRows(writes.size()), strict);
    Statement known = statements.get(shape);
    return known != null ? known : statements.computeIfAbsent(shape, this::render);
  }

  private Statement render(UpsertShape shape) {
    List<UpsertInput> present = shape.of(inputs);
    return new Statement(text(shape, present), present, shape.rows());
  }

  private String text(UpsertShape shape, List<UpsertInput> present) {
    UpsertValues values = new UpsertValues(syntax, present);
    InsertOnDuplicateSetStep<Record> update =
        values.insert(sql, shape.rows()).onConflict(TASK_META.TASK_ID).doUpdate();
    Map<Field<?>, Field<?>> assignments = assignments(present);
    Field<Long> refused = shape.strict() ? UpsertForm.failing() : TASK_META.STORE_TOKEN;
    String text =
        form.hasWhere()
            ? update.set(assignments).where(guard()).getSQL()
            : update.set(order.apply(guarded(assignments, refused))).getSQL();
    if (!form.qualifies()) {
      text = text.replace(sql.render(TASK_META) + ".", "");
    }
    return switch (form) {
      case IDS_RETURNED -> text + " returning task_id";
      case TOKENS_RETURNED -> text + " returning task_id, store_token";
      case ROW_COUNTED, TOKENS_ASKED_FOR -> text;
    };
  }

  /** The text of the question which tokens so many rows bear: ids and tokens. */
  String tokens(int rows) {
    return tokens.computeIfAbsent(
        rows,
        count ->
            sql.select(TASK_META.TASK_ID, TASK_META.STORE_TOKEN)
                .from(TASK_META)
                .where(TASK_META.TASK_ID.in(Collections.nCopies(count, "")))
                .getSQL());
  }

  private static Condition guard() {
    Field<String> state = excluded(TASK_META.STATE);
    Condition replaces =
        TASK_META
            .STATE
            .ne(inline(TaskState.SUCCESS.name()))
            .and(state.ne(inline(TaskState.PENDING.name())))
            .and(TASK_META.STATE.notIn(inlined(REPLACEABLE)).or(state.in(inlined(REPLACING))));
    return TASK_META.STORE_TOKEN.eq(excluded(TASK_META.STORE_TOKEN)).or(replaces);
  }

  private static Map<Field<?>, Field<?>> guarded(
      Map<Field<?>, Field<?>> assignments, Field<Long> refused) {
    Map<Field<?>, Field<?>> guarded = new LinkedHashMap<>();
    guarded.put(
        TASK_META.STORE_TOKEN, when(guard(), excluded(TASK_META.STORE_TOKEN)).otherwise(refused));
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
  private Map<Field<?>, Field<?>> assignments(List<UpsertInput> present) {
    Map<Field<?>, Field<?>> set = new LinkedHashMap<>();
    Set<Field<?>> carried = new HashSet<>();
    present.forEach(input -> carried.add(input.column() == null ? null : input.type()));
    for (TaskColumn column : TaskColumn.ALL) {
      assign(set, column, carried);
    }
    boolean keeps = has(present, TASK_META.KEEP_SECONDS.getName());
    set.put(TASK_META.UPDATED_AT, excluded(TASK_META.UPDATED_AT));
    set.put(TASK_META.ALIVE_UNTIL, aliveUntil(has(present, UpsertInput.ALIVE_MICROS)));
    set.put(TASK_META.EXPIRES_AT, expiresAt(keepSeconds(keeps), has(present, "eta")));
    set.put(TASK_META.REVIEW_AT, reviewAt());
    set.put(
        TASK_META.EXPIRES_FROM,
        when(keepSeconds(keeps).isNotNull(), inline(Expiry.FROM_STORE))
            .otherwise(inline(Expiry.FROM_DEFAULT)));
    return set;
  }

  private static boolean has(List<UpsertInput> present, String name) {
    return present.stream().anyMatch(input -> input.name().equals(name));
  }

  private static void assign(
      Map<Field<?>, Field<?>> set, TaskColumn column, Set<Field<?>> allCarried) {
    Field<?> field = column.field();
    boolean carried = allCarried.contains(field);
    switch (column.rule()) {
      case KEY -> {}
      case SET -> set.put(field, excluded(field));
      case EARLIEST -> set.put(field, earliest(TASK_META.CREATED_AT));
      case REPLACED -> set.put(field, carried ? excluded(field) : nothing(field));
      case KEPT -> {
        if (carried) {
          set.put(field, keptUnlessCarried(field));
        }
      }
      case KEPT_AS_PAIR -> {
        Field<?> other = column.pair();
        if (allCarried.contains(other)) {
          set.put(field, carried ? keptUnlessEither(field, other) : keptUnless(other, field));
        } else if (carried) {
          set.put(field, keptUnlessCarried(field));
        }
      }
    }
  }

  private static <T> Field<T> nothing(Field<T> field) {
    return inline((T) null, field);
  }

  private static Field<Instant> earliest(Field<Instant> column) {
    Field<Instant> fresh = excluded(column);
    return when(fresh.lt(column), fresh).otherwise(column);
  }

  private static <T> Field<T> keptUnlessCarried(Field<T> column) {
    return coalesce(excluded(column), column);
  }

  /** The two of a pair are assigned by one condition, which reads only the new values. */
  private static <T> Field<T> keptUnlessEither(Field<T> column, Field<?> other) {
    Condition lacks = excluded(column).isNull().and(excluded(other).isNull());
    return when(lacks, column).otherwise(excluded(column));
  }

  private static <T> Field<T> keptUnless(Field<?> other, Field<T> column) {
    return when(excluded(other).isNull(), column);
  }

  private static Field<Long> keepSeconds(boolean carried) {
    return carried ? keptUnlessCarried(TASK_META.KEEP_SECONDS) : TASK_META.KEEP_SECONDS;
  }

  private static Field<Instant> aliveUntil(boolean carried) {
    Field<Instant> alive =
        carried ? keptUnlessCarried(TASK_META.ALIVE_UNTIL) : TASK_META.ALIVE_UNTIL;
    return when(excluded(TASK_META.STATE).notIn(inlined(SETTLED)), alive);
  }

  /** An end has to be counted, and a counted end that is undone to be taken back. */
  private static Field<Instant> reviewAt() {
    Condition isReady = excluded(TASK_META.STATE).in(inlined(names(TaskState.READY)));
    return when(isReady.or(TASK_META.COUNTED_STATE.isNotNull()), excluded(TASK_META.UPDATED_AT))
        .otherwise(TASK_META.REVIEW_AT);
  }

  private Field<Instant> expiresAt(Field<Long> keep, boolean eta) {
    Field<Instant> fresh = excluded(TASK_META.EXPIRES_AT);
    Field<Instant> ready =
        when(keep.isNull(), fresh)
            .when(
                keep.gt(inline(0L)),
                syntax.later(excluded(TASK_META.UPDATED_AT), keep.mul(inline(1_000_000L))));
    Field<Instant> kept = coalesce(TASK_META.EXPIRES_AT, fresh);
    Field<Instant> unready =
        eta ? when(excluded(TASK_META.ETA).isNotNull(), fresh).otherwise(kept) : kept;
    Condition isReady = excluded(TASK_META.STATE).in(inlined(names(TaskState.READY)));
    return when(isReady, ready).otherwise(unready);
  }

  static List<String> names(Collection<TaskState> states) {
    return states.stream().map(TaskState::name).sorted().toList();
  }

  static List<Field<String>> inlined(Collection<String> texts) {
    List<Field<String>> fields = new ArrayList<>();
    texts.forEach(text -> fields.add(inline(text)));
    return Collections.unmodifiableList(fields);
  }
}
