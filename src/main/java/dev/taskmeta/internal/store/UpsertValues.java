package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.InsertValuesStepN;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The first half of an upsert: what a new row has in its columns. */
final class UpsertValues {

  /** What the rows are called where they come as arrays. */
  private static final String ROWS = "n";

  private final Syntax syntax;
  private final List<UpsertInput> present;

  UpsertValues(Syntax syntax, List<UpsertInput> present) {
    this.syntax = syntax;
    this.present = present;
  }

  InsertOnDuplicateStep<Record> insert(DSLContext sql, int rows) {
    boolean arrays = rows == UpsertShape.ARRAYS;
    Map<Field<?>, Field<?>> values = values(arrays);
    InsertValuesStepN<Record> insert = sql.insertInto(TASK_META).columns(values.keySet());
    if (arrays) {
      return insert.select(sql.select(values.values()).from(unnested()));
    }
    for (int row = 0; row < rows; row++) {
      insert = insert.values(values.values());
    }
    return insert;
  }

  private Map<Field<?>, Field<?>> values(boolean arrays) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    for (UpsertInput input : present) {
      if (input.column() != null) {
        values.put(input.type(), input(input, arrays));
      }
    }
    Field<Instant> now = syntax.now();
    values.put(TASK_META.UPDATED_AT, now);
    values.put(TASK_META.REVIEW_AT, now);
    Field<Long> alive = input(UpsertInput.ALIVE_MICROS, arrays);
    if (alive != null) {
      values.put(TASK_META.ALIVE_UNTIL, syntax.later(now, alive));
    }
    values.put(TASK_META.EXPIRES_AT, expiresAt(now, arrays));
    values.put(TASK_META.EXPIRES_FROM, expiresFrom(arrays));
    return values;
  }

  private Field<Instant> expiresAt(Field<Instant> now, boolean arrays) {
    Field<Instant> eta = input(UpsertInput.LATER_ETA, arrays);
    Field<Long> keep = input(UpsertInput.KEEP_MICROS, arrays);
    if (keep == null) {
      return inline((Instant) null, TASK_META.EXPIRES_AT);
    }
    return syntax.later(eta == null ? now : syntax.latest(now, coalesce(eta, now)), keep);
  }

  private Field<String> expiresFrom(boolean arrays) {
    Field<String> from = input(UpsertInput.KEEP_FROM, arrays);
    Field<String> standard = inline(Expiry.FROM_DEFAULT);
    return from == null ? standard : coalesce(from, standard);
  }

  @SuppressWarnings("unchecked")
  private <T> @Nullable Field<T> input(String name, boolean arrays) {
    for (UpsertInput input : present) {
      if (input.name().equals(name)) {
        return (Field<T>) input(input, arrays);
      }
    }
    return null;
  }

  private static Field<?> input(UpsertInput input, boolean arrays) {
    return arrays ? element(input) : parameter(input.type());
  }

  private static <T> Field<T> parameter(Field<T> type) {
    return DSL.val((T) null, type);
  }

  private static Field<?> element(UpsertInput input) {
    return PostgresArrays.value(input, DSL.name(ROWS, input.name()));
  }

  private Table<?> unnested() {
    String arrays =
        present.stream()
            .map(input -> "?::" + PostgresArrays.elementType(input) + "[]")
            .collect(Collectors.joining(", "));
    String names =
        present.stream().map(input -> '"' + input.name() + '"').collect(Collectors.joining(", "));
    // Raw: the parameters are bound by position, not through jOOQ.
    return DSL.table(DSL.raw("unnest(" + arrays + ") as " + ROWS + " (" + names + ")"));
  }
}
