package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskWrite;
import java.util.List;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * A column of a task whose new value is a parameter of the upsert, and what an accepted update does
 * to it.
 *
 * @param field the column
 * @param value what an update carries for it; null where it carries nothing
 * @param rule what becomes of the value that is there
 */
record TaskColumn(
    TableField<Record, ?> field, Function<TaskWrite, @Nullable Object> value, Rule rule) {

  /** What an accepted update does to a column. */
  enum Rule {
    /** Never changes. */
    KEY,
    /** Every update carries it. */
    SET,
    /** Kept unless the update carries a value. */
    KEPT,
    /** Kept unless the update carries a value for it or for its pair. */
    KEPT_AS_PAIR,
    /** Replaced; by NULL if the update carries nothing. */
    REPLACED,
    /** The earlier of the two. */
    EARLIEST
  }

  /** All of them, in the order of their parameters. */
  static final List<TaskColumn> ALL =
      List.of(
          of(TASK_META.TASK_ID, TaskWrite::taskId, Rule.KEY),
          of(TASK_META.STORE_TOKEN, TaskWrite::storeToken, Rule.SET),
          of(TASK_META.STATE, write -> write.state().name(), Rule.SET),
          of(TASK_META.CREATED_AT, TaskWrite::createdAt, Rule.EARLIEST),
          of(TASK_META.NAME, TaskWrite::name, Rule.KEPT),
          of(TASK_META.ARGS, write -> json(write.args()), Rule.KEPT_AS_PAIR),
          of(TASK_META.ARGS_BYTES, write -> bytes(write.args()), Rule.KEPT_AS_PAIR),
          of(TASK_META.KWARGS, write -> json(write.kwargs()), Rule.KEPT_AS_PAIR),
          of(TASK_META.KWARGS_BYTES, write -> bytes(write.kwargs()), Rule.KEPT_AS_PAIR),
          of(TASK_META.QUEUE, TaskWrite::queue, Rule.KEPT),
          of(TASK_META.PARENT_ID, TaskWrite::parentId, Rule.KEPT),
          of(TASK_META.ROOT_ID, TaskWrite::rootId, Rule.KEPT),
          of(TASK_META.GROUP_ID, TaskWrite::groupId, Rule.KEPT),
          of(TASK_META.ETA, TaskWrite::eta, Rule.KEPT),
          of(TASK_META.WORKER, TaskWrite::worker, Rule.KEPT),
          of(TASK_META.RETRIES, TaskWrite::retries, Rule.KEPT),
          of(TASK_META.STARTED_AT, TaskWrite::startedAt, Rule.KEPT),
          of(TASK_META.KEEP_SECONDS, TaskWrite::keepSeconds, Rule.KEPT),
          of(TASK_META.RESULT, write -> json(write.result()), Rule.REPLACED),
          of(TASK_META.RESULT_BYTES, write -> bytes(write.result()), Rule.REPLACED),
          of(TASK_META.CONTENT_TYPE, write -> contentType(write.result()), Rule.REPLACED),
          of(TASK_META.ERROR_TYPE, TaskWrite::errorType, Rule.REPLACED),
          of(TASK_META.ERROR_MESSAGE, TaskWrite::errorMessage, Rule.REPLACED),
          of(TASK_META.ERROR_FINGERPRINT, TaskWrite::errorFingerprint, Rule.REPLACED),
          of(TASK_META.TRACEBACK, TaskWrite::traceback, Rule.REPLACED),
          of(TASK_META.FINISHED_AT, TaskWrite::finishedAt, Rule.REPLACED));

  private static TaskColumn of(
      TableField<Record, ?> field, Function<TaskWrite, @Nullable Object> value, Rule rule) {
    return new TaskColumn(field, value, rule);
  }

  /** Whether every update carries a value. */
  boolean always() {
    return rule == Rule.KEY || rule == Rule.SET || rule == Rule.EARLIEST;
  }

  /** The other column of a pair, of which at most one is set. */
  TableField<Record, ?> pair() {
    String suffix = "_bytes";
    String name = field.getName();
    String other =
        name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name + suffix;
    return ALL.stream()
        .filter(column -> column.field.getName().equals(other))
        .findFirst()
        .orElseThrow()
        .field;
  }

  private static @Nullable String json(@Nullable StoredValue value) {
    return value == null ? null : value.json();
  }

  private static byte @Nullable [] bytes(@Nullable StoredValue value) {
    return value == null ? null : value.bytes();
  }

  private static @Nullable String contentType(@Nullable StoredValue value) {
    return value == null ? null : value.contentType();
  }
}
