package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.field;

import java.time.Duration;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * How a procedure refers to the rows that it has picked and locked, whose ids are in the variable
 * {@code v_ids}.
 */
interface PickedIds {

  /** The table of tasks, joined with the ids if they are not a condition. */
  Table<?> tasks();

  /** Which of {@link #tasks} are picked. */
  Condition condition();

  /** Whether a column of a table that is changed is one of the ids. */
  Condition among(Field<String> column);

  /** Deletes the picked tasks that meet a condition. */
  Query delete(DSLContext sql, Condition tasks);

  /** Makes the review due of those in {@code v_uncounted}. */
  Query makeReviewDue(DSLContext sql, Syntax syntax);

  /** A whole number that is another for each row. */
  String randomNumber();

  /** Who calls the procedure. */
  String caller();

  /** How long archived rows wait for their month to go as a whole. */
  Duration patience();

  /** An array. */
  final class Array implements PickedIds {

    @Override
    public Table<?> tasks() {
      return TASK_META;
    }

    @Override
    public Condition condition() {
      return among(TASK_META.TASK_ID);
    }

    @Override
    public Condition among(Field<String> column) {
      return DSL.condition("{0} = any(v_ids)", column);
    }

    @Override
    public Query delete(DSLContext sql, Condition tasks) {
      return sql.deleteFrom(TASK_META).where(tasks).returning(Removable.source().as("source"));
    }

    @Override
    public Query makeReviewDue(DSLContext sql, Syntax syntax) {
      return sql.update(TASK_META)
          .set(TASK_META.REVIEW_AT, syntax.momentary())
          .where(DSL.condition("{0} = any(v_uncounted)", TASK_META.TASK_ID))
          .and(TASK_META.REVIEW_AT.isNull());
    }

    @Override
    public String randomNumber() {
      return "(random() * 9e18)::bigint";
    }

    @Override
    public String caller() {
      return "left(session_user || '@' || coalesce(host(inet_client_addr()), 'local'), 255)";
    }

    @Override
    public Duration patience() {
      return dev.taskmeta.retention.ArchiveUpkeep.PATIENCE;
    }
  }

  /** A JSON array, joined first so that each id is sought by the key of the table. */
  final class Json implements PickedIds {

    private final String collation;

    Json(String collation) {
      this.collation = collation;
    }

    private Table<?> table(String variable) {
      return DSL.table(
          "json_table({0}, '$[*]' columns (id varchar(255) character set utf8mb4 path '$')) as ids",
          DSL.raw(variable));
    }

    private Field<String> id() {
      return field("ids.id collate {0}", SQLDataType.VARCHAR, DSL.raw(collation));
    }

    @Override
    public Table<?> tasks() {
      return table("v_ids").straightJoin(TASK_META).on(TASK_META.TASK_ID.eq(id()));
    }

    @Override
    public Condition condition() {
      return DSL.noCondition();
    }

    @Override
    public Condition among(Field<String> column) {
      return column.eq(field(DSL.raw("v_id"), SQLDataType.VARCHAR));
    }

    @Override
    public Query delete(DSLContext sql, Condition tasks) {
      return sql.query("delete from {0} using {1} where {2}", TASK_META, tasks(), tasks);
    }

    @Override
    public Query makeReviewDue(DSLContext sql, Syntax syntax) {
      return sql.query(
          "update {0} straight_join {1} on {2} = {3} set {4} = {5} where {4} is null",
          table("v_uncounted"),
          TASK_META,
          TASK_META.TASK_ID,
          id(),
          TASK_META.REVIEW_AT,
          syntax.now());
    }

    @Override
    public String randomNumber() {
      return "floor(rand() * 9e18)";
    }

    @Override
    public String caller() {
      return "left(user(), 255)";
    }

    @Override
    public Duration patience() {
      return Duration.ZERO;
    }
  }
}
