package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.internal.jooq.InstantBinding;
import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskWrite;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** The parameters of one row of {@link Upsert}, in the order of its columns. */
final class UpsertParameters {

  private static final Map<TableField<Record, ?>, Function<TaskWrite, @Nullable Object>> PLAIN =
      plain();

  private final SQLDialect dialect;
  private final Expiry expiry;

  UpsertParameters(SQLDialect dialect, Expiry expiry) {
    this.dialect = dialect;
    this.expiry = expiry;
  }

  /** The columns whose new value is a parameter; the three that are computed come after them. */
  static Iterable<TableField<Record, ?>> plainColumns() {
    return PLAIN.keySet();
  }

  /** Sets the parameters of a row, the first at an index; returns the index after the last. */
  int set(PreparedStatement statement, int first, TaskWrite write) throws SQLException {
    int index = first;
    for (Map.Entry<TableField<Record, ?>, Function<TaskWrite, @Nullable Object>> column :
        PLAIN.entrySet()) {
      set(statement, index++, column.getKey().getType(), column.getValue().apply(write));
    }
    set(statement, index++, Long.class, micros(write.aliveFor()));
    set(statement, index++, Instant.class, write.state().isReady() ? null : write.eta());
    set(statement, index++, Long.class, expiry.micros(write));
    return index;
  }

  private void set(PreparedStatement statement, int index, Class<?> type, @Nullable Object value)
      throws SQLException {
    if (type == Instant.class) {
      InstantBinding.write(statement, index, (Instant) value, dialect);
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else {
      statement.setNull(index, sqlType(type));
    }
  }

  private static int sqlType(Class<?> type) {
    if (type == Long.class) {
      return Types.BIGINT;
    }
    if (type == Integer.class) {
      return Types.INTEGER;
    }
    return type == byte[].class ? Types.BINARY : Types.VARCHAR;
  }

  /** The bytes that a row's long fields take on the wire, and the name of the longest. */
  static Map.Entry<String, Long> size(TaskWrite write) {
    String longest = TASK_META.RESULT.getName();
    long most = 0;
    long sum = 0;
    for (Map.Entry<TableField<Record, ?>, Function<TaskWrite, @Nullable Object>> column :
        PLAIN.entrySet()) {
      long size = size(column.getValue().apply(write));
      sum += size;
      if (size > most) {
        most = size;
        longest = column.getKey().getName();
      }
    }
    return Map.entry(longest, sum);
  }

  private static long size(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    if (value instanceof String text) {
      return text.length() < 1_000
          ? 3L * text.length()
          : text.getBytes(StandardCharsets.UTF_8).length;
    }
    return 8;
  }

  private static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos() / 1_000;
  }

  private static Map<TableField<Record, ?>, Function<TaskWrite, @Nullable Object>> plain() {
    Map<TableField<Record, ?>, Function<TaskWrite, @Nullable Object>> columns =
        new LinkedHashMap<>();
    columns.put(TASK_META.TASK_ID, TaskWrite::taskId);
    columns.put(TASK_META.STORE_TOKEN, TaskWrite::storeToken);
    columns.put(TASK_META.STATE, write -> write.state().name());
    columns.put(TASK_META.NAME, TaskWrite::name);
    columns.put(TASK_META.ARGS, write -> json(write.args()));
    columns.put(TASK_META.ARGS_BYTES, write -> bytes(write.args()));
    columns.put(TASK_META.KWARGS, write -> json(write.kwargs()));
    columns.put(TASK_META.KWARGS_BYTES, write -> bytes(write.kwargs()));
    columns.put(TASK_META.QUEUE, TaskWrite::queue);
    columns.put(TASK_META.PARENT_ID, TaskWrite::parentId);
    columns.put(TASK_META.ROOT_ID, TaskWrite::rootId);
    columns.put(TASK_META.GROUP_ID, TaskWrite::groupId);
    columns.put(TASK_META.CREATED_AT, TaskWrite::createdAt);
    columns.put(TASK_META.ETA, TaskWrite::eta);
    columns.put(TASK_META.WORKER, TaskWrite::worker);
    columns.put(TASK_META.RETRIES, TaskWrite::retries);
    columns.put(TASK_META.STARTED_AT, TaskWrite::startedAt);
    columns.put(TASK_META.RESULT, write -> json(write.result()));
    columns.put(TASK_META.RESULT_BYTES, write -> bytes(write.result()));
    columns.put(
        TASK_META.CONTENT_TYPE,
        write -> write.result() == null ? null : write.result().contentType());
    columns.put(TASK_META.ERROR_TYPE, TaskWrite::errorType);
    columns.put(TASK_META.ERROR_MESSAGE, TaskWrite::errorMessage);
    columns.put(TASK_META.TRACEBACK, TaskWrite::traceback);
    columns.put(TASK_META.FINISHED_AT, TaskWrite::finishedAt);
    columns.put(TASK_META.KEEP_SECONDS, TaskWrite::keepSeconds);
    columns.put(
        TASK_META.EXPIRES_FROM,
        write -> write.keepSeconds() == null ? Expiry.FROM_DEFAULT : Expiry.FROM_STORE);
    return java.util.Collections.unmodifiableMap(columns);
  }

  private static @Nullable String json(@Nullable StoredValue value) {
    return value == null ? null : value.json();
  }

  private static byte @Nullable [] bytes(@Nullable StoredValue value) {
    return value == null ? null : value.bytes();
  }

  /** For tests of the statement: how many parameters a row has. */
  static int count() {
    return List.copyOf(PLAIN.keySet()).size() + 3;
  }
}
