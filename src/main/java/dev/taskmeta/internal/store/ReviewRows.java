package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Tasks within a statement that reviews them, with no column more than a review looks at.
 *
 * @param table what they are selected from, under the name {@code r}
 */
record ReviewRows(Table<?> table) {

  private static final String NAME = "r";

  /** What a review looks at. */
  static final List<TableField<Record, ?>> COLUMNS =
      List.of(
          TASK_META.TASK_ID,
          TASK_META.STATE,
          TASK_META.NAME,
          TASK_META.QUEUE,
          TASK_META.RETRIES,
          TASK_META.STARTED_AT,
          TASK_META.FINISHED_AT,
          TASK_META.UPDATED_AT,
          TASK_META.ETA,
          TASK_META.KEEP_SECONDS,
          TASK_META.EXPIRES_AT,
          TASK_META.EXPIRES_FROM,
          TASK_META.REVIEW_AT,
          TASK_META.COUNTED_STATE,
          TASK_META.COUNTED_DAY,
          TASK_META.COUNTED_NAME,
          TASK_META.COUNTED_QUEUE,
          TASK_META.COUNTED_RETRIES);

  /** The tasks that a query selects. */
  static ReviewRows of(Select<?> query) {
    return new ReviewRows(query.asTable(NAME));
  }

  /** All tasks, whatever they are selected by. */
  static ReviewRows all() {
    return new ReviewRows(TASK_META.as(NAME));
  }

  /** The tasks of a common table expression. */
  static ReviewRows of(String expression) {
    return new ReviewRows(DSL.table("{0}", DSL.name(expression)).as(NAME));
  }

  <T> Field<T> get(TableField<Record, T> column) {
    return column(NAME, column);
  }

  /** The column of what has a name within a statement: as plain SQL, it gets no schema. */
  static <T> Field<T> column(String table, TableField<Record, T> column) {
    return DSL.field("{0}", column.getDataType(), DSL.name(table, column.getName()));
  }

  /** All columns of the table, also those that a query has added. */
  Field<?> columns() {
    return DSL.field("{0}.*", DSL.name(NAME));
  }
}
