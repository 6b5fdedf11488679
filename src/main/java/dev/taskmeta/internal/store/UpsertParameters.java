package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.internal.jooq.InstantBinding;
import dev.taskmeta.spi.TaskWrite;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of an {@link Upsert}. */
final class UpsertParameters {

  private final SQLDialect dialect;

  UpsertParameters(SQLDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Sets all parameters of a statement for some updates. A row too many in its text stores the
   * smallest of them once more, which changes nothing: the row bears its token already.
   */
  void set(PreparedStatement prepared, Upsert.Statement statement, List<TaskWrite> writes)
      throws SQLException {
    int index = 1;
    if (statement.rows() == UpsertShape.ARRAYS) {
      for (UpsertInput input : statement.inputs()) {
        PostgresArrays.set(prepared, index++, input, writes);
      }
      return;
    }
    for (int row = 0; row < statement.rows(); row++) {
      TaskWrite write = row < writes.size() ? writes.get(row) : smallest(writes);
      for (UpsertInput input : statement.inputs()) {
        set(prepared, index++, input.type().getType(), input.value().apply(write));
      }
    }
  }

  private static TaskWrite smallest(List<TaskWrite> writes) {
    return Collections.min(writes, Comparator.comparingLong(TaskWrite::size));
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

  /** The bytes that a row takes on the wire, and the name of its longest field. */
  static Map.Entry<String, Long> size(TaskWrite write) {
    String longest = TASK_META.RESULT.getName();
    long most = 0;
    long sum = 0;
    for (TaskColumn column : TaskColumn.ALL) {
      long size = size(column.value().apply(write));
      sum += size;
      if (size > most) {
        most = size;
        longest = column.field().getName();
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
}
