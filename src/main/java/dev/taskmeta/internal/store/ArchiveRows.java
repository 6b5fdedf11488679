package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;
import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;

import dev.taskmeta.internal.jooq.tables.RetentionPolicyTable;
import dev.taskmeta.spi.ArchiveNotReadyException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.TableLike;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Copies tasks to the archive. */
final class ArchiveRows {

  /** What of a task the archive keeps in any case. */
  private static final List<Field<?>> SLIM =
      List.of(
          TASK_META.TASK_ID,
          TASK_META.NAME,
          TASK_META.QUEUE,
          TASK_META.WORKER,
          TASK_META.STATE,
          TASK_META.RETRIES,
          TASK_META.PARENT_ID,
          TASK_META.ROOT_ID,
          TASK_META.GROUP_ID,
          TASK_META.CREATED_AT,
          TASK_META.STARTED_AT,
          TASK_META.FINISHED_AT,
          TASK_META.ERROR_TYPE,
          TASK_META.ERROR_FINGERPRINT,
          TASK_META.EXPIRES_FROM);

  /** What it keeps where the policy says so. */
  private static final List<Field<?>> PAYLOADS =
      List.of(
          TASK_META.ARGS,
          TASK_META.ARGS_BYTES,
          TASK_META.KWARGS,
          TASK_META.KWARGS_BYTES,
          TASK_META.RESULT,
          TASK_META.RESULT_BYTES,
          TASK_META.CONTENT_TYPE,
          TASK_META.ERROR_MESSAGE,
          TASK_META.TRACEBACK);

  private static final RetentionPolicyTable POLICY = RETENTION_POLICY.as("p");

  private final Syntax syntax;

  ArchiveRows(Syntax syntax) {
    this.syntax = syntax;
  }

  /**
   * Copies the tasks that meet a condition; returns how many there were.
   *
   * @throws ArchiveNotReadyException if there is no partition for this time
   */
  int insert(DSLContext sql, Condition tasks) {
    try {
      return copy(sql, TASK_META, tasks).execute();
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      if (cause != null && syntax.lacksPartition(cause)) {
        throw new ArchiveNotReadyException(
            "the archive has no partition for this month; nothing that a policy archives was"
                + " removed. Run taskmeta cleanup as a user who may make partitions"
                + " (maintenance_backend)",
            e);
      }
      throw e;
    }
  }

  /**
   * Copies tasks that have been counted, as the policies say that are over them.
   *
   * @param from the table of tasks, and what it may be joined with
   */
  Query copy(DSLContext sql, TableLike<?> from, Condition tasks) {
    Map<Field<?>, Field<?>> columns = columns();
    return sql.insertInto(TASK_ARCHIVE)
        .columns(columns.keySet())
        .select(
            DSL.select(columns.values())
                .from(from)
                .join(POLICY)
                .on(POLICY.POLICY_ID.cast(String.class).eq(TASK_META.EXPIRES_FROM))
                .where(tasks)
                .and(Removable.counted()));
  }

  private Map<Field<?>, Field<?>> columns() {
    Field<Instant> now = syntax.momentary();
    Map<Field<?>, Field<?>> columns = new LinkedHashMap<>();
    columns.put(TASK_ARCHIVE.ARCHIVED_AT, now);
    Field<Long> micros = POLICY.ARCHIVE_KEEP_SECONDS.mul(inline(1_000_000L));
    columns.put(TASK_ARCHIVE.KEEP_UNTIL, syntax.later(now, micros));
    SLIM.forEach(field -> columns.put(TASK_ARCHIVE.field(field.getName()), field));
    PAYLOADS.forEach(
        field ->
            columns.put(
                TASK_ARCHIVE.field(field.getName()),
                DSL.when(POLICY.ARCHIVE_PAYLOADS.isTrue(), field)));
    return columns;
  }
}
