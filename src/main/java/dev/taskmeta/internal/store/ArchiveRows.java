package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;

import dev.taskmeta.spi.ArchiveNotReadyException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
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

  private final Syntax syntax;

  ArchiveRows(Syntax syntax) {
    this.syntax = syntax;
  }

  /**
   * Copies the tasks that meet a condition; returns how many there were.
   *
   * @throws ArchiveNotReadyException if there is no partition for this time
   */
  int insert(DSLContext sql, AppliedPolicy policy, Condition tasks) {
    Map<Field<?>, Field<?>> columns = columns(policy);
    try {
      return sql.insertInto(TASK_ARCHIVE)
          .columns(columns.keySet())
          .select(
              DSL.select(columns.values()).from(TASK_META).where(tasks).and(Removable.counted()))
          .execute();
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      if (cause != null && syntax.lacksPartition(cause)) {
        throw new ArchiveNotReadyException(
            "policy %s archives, but the archive has no partition for this month; nothing of it was removed. Run taskmeta cleanup as a user who may make partitions (maintenance_backend)"
                .formatted(policy.id()),
            e);
      }
      throw e;
    }
  }

  private Map<Field<?>, Field<?>> columns(AppliedPolicy policy) {
    Field<Instant> now = syntax.momentary();
    Map<Field<?>, Field<?>> columns = new LinkedHashMap<>();
    columns.put(TASK_ARCHIVE.ARCHIVED_AT, now);
    Long keep = policy.archiveKeepSeconds();
    columns.put(
        TASK_ARCHIVE.KEEP_UNTIL,
        keep == null
            ? inline((Instant) null, TASK_ARCHIVE.KEEP_UNTIL)
            : syntax.later(now, DSL.val(keep * 1_000_000L)));
    SLIM.forEach(field -> columns.put(TASK_ARCHIVE.field(field.getName()), field));
    if (policy.archivesPayloads()) {
      PAYLOADS.forEach(field -> columns.put(TASK_ARCHIVE.field(field.getName()), field));
    }
    return columns;
  }
}
