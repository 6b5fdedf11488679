package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.internal.jooq.InstantBinding;
import dev.taskmeta.spi.TaskWrite;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inputs of many rows as one array each. */
final class PostgresArrays {

  private PostgresArrays() {}

  /** Whether the elements are JSON, which comes as text and is cast in the statement. */
  static boolean isJson(UpsertInput input) {
    return input.type() == TASK_META.ARGS
        || input.type() == TASK_META.KWARGS
        || input.type() == TASK_META.RESULT;
  }

  /** The type of the elements as PostgreSQL calls it. */
  static String elementType(UpsertInput input) {
    Class<?> type = input.type().getType();
    if (type == Long.class) {
      return "int8";
    }
    if (type == Integer.class) {
      return "int4";
    }
    if (type == Instant.class) {
      return "timestamptz";
    }
    return type == byte[].class ? "bytea" : "text";
  }

  /** Sets one parameter to the values that the updates give for an input. */
  static void set(PreparedStatement statement, int index, UpsertInput input, List<TaskWrite> writes)
      throws SQLException {
    Connection connection = statement.getConnection();
    Array array = connection.createArrayOf(elementType(input), elements(input, writes));
    statement.setArray(index, array);
  }

  private static Object[] elements(UpsertInput input, List<TaskWrite> writes) {
    Class<?> type = input.type().getType();
    @Nullable Object[] elements =
        type == byte[].class
            ? new byte[writes.size()][]
            : type == Long.class
                ? new Long[writes.size()]
                : type == Integer.class ? new Integer[writes.size()] : new String[writes.size()];
    for (int at = 0; at < elements.length; at++) {
      Object value = input.value().apply(writes.get(at));
      elements[at] = value instanceof Instant time ? InstantBinding.text(time) : value;
    }
    return elements;
  }
}
