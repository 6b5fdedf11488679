package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.internal.jooq.InstantBinding;
import dev.taskmeta.spi.TaskWrite;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Inputs of many rows as one array each. */
final class PostgresArrays {

  private PostgresArrays() {}

  /** The value that an element stands for: JSON comes as text, a time in microseconds. */
  static Field<?> value(UpsertInput input, Name element) {
    DataType<?> type = input.type().getDataType();
    if (input.type() == TASK_META.ARGS
        || input.type() == TASK_META.KWARGS
        || input.type() == TASK_META.RESULT) {
      return DSL.field("{0}::json", type, element);
    }
    // to_timestamp counts in floating point, which is exact for whole seconds alone.
    return input.type().getType() == Instant.class
        ? DSL.field(
            "to_timestamp({0} / 1000000) + ({0} % 1000000) * interval '1 microsecond'",
            type, element)
        : DSL.field(element, type);
  }

  /** The type of the elements as PostgreSQL calls it. */
  static String elementType(UpsertInput input) {
    Class<?> type = input.type().getType();
    if (type == Long.class || type == Instant.class) {
      return "int8";
    }
    if (type == Integer.class) {
      return "int4";
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
    boolean times = type == Instant.class;
    @Nullable Object[] elements =
        type == byte[].class
            ? new byte[writes.size()][]
            : type == Long.class || times
                ? new Long[writes.size()]
                : type == Integer.class ? new Integer[writes.size()] : new String[writes.size()];
    for (int at = 0; at < elements.length; at++) {
      Object value = input.value().apply(writes.get(at));
      elements[at] = times && value != null ? micros((Instant) value) : value;
    }
    return elements;
  }

  private static Long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, InstantBinding.stored(time));
  }
}
