package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.internal.jooq.InstantBinding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/**
 * Reads some columns of tasks by their ids. The statement is rendered once for each number of ids
 * and run through JDBC: rendering it each time would cost more than the rest of a read.
 */
final class SelectById {

  private static final int ONE = 1;
  private static final int ARRAY = 0;
  private static final int MOST_IN_LIST = 16;

  /** The values of one row by their columns. */
  interface Row {
    <T> T get(Field<T> field);
  }

  private final DSLContext template;
  private final Syntax syntax;
  private final SQLDialect dialect;
  private final List<SelectField<?>> columns;
  private final Type[] types;
  private final Map<SelectField<?>, Integer> places = new IdentityHashMap<>();
  private final Map<Integer, String> texts = new ConcurrentHashMap<>();

  SelectById(DSLContext template, Syntax syntax, List<SelectField<?>> columns) {
    this.template = template;
    this.syntax = syntax;
    this.dialect = template.dialect();
    this.columns = columns;
    this.types =
        columns.stream().map(column -> Type.of(((Field<?>) column).getType())).toArray(Type[]::new);
    for (int at = 0; at < columns.size(); at++) {
      places.put(columns.get(at), at);
    }
  }

  /** Reads the rows there are, one after the other. */
  void forEach(Connection connection, List<String> taskIds, Consumer<Row> reader)
      throws SQLException {
    int shape = shape(taskIds.size());
    try (PreparedStatement statement = connection.prepareStatement(text(shape))) {
      bind(statement, shape, taskIds);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          reader.accept(row(result));
        }
      }
    }
  }

  /**
   * A power of two of ids, so that there are few texts to prepare; one array for many, where there
   * are arrays. For few of them PostgreSQL would plan the statement anew each time.
   */
  private int shape(int ids) {
    int padded = ids == ONE ? ONE : Integer.highestOneBit(2 * ids - 1);
    return syntax.takesArrays() && padded > MOST_IN_LIST ? ARRAY : padded;
  }

  private String text(int shape) {
    return texts.computeIfAbsent(
        shape,
        ids -> {
          Condition among =
              ids == ARRAY
                  ? syntax.among(Collections.nCopies(2, ""))
                  : TASK_META.TASK_ID.in(Collections.nCopies(ids, ""));
          return template.select(columns).from(TASK_META).where(among).getSQL();
        });
  }

  private static void bind(PreparedStatement statement, int shape, List<String> taskIds)
      throws SQLException {
    if (shape == ARRAY) {
      Object[] ids = taskIds.toArray();
      statement.setArray(ONE, statement.getConnection().createArrayOf("varchar", ids));
      return;
    }
    for (int at = 0; at < shape; at++) {
      // What is left over repeats the last one.
      statement.setString(at + 1, taskIds.get(Math.min(at, taskIds.size() - 1)));
    }
  }

  private Row row(ResultSet result) throws SQLException {
    Object[] values = new Object[types.length];
    for (int at = 0; at < values.length; at++) {
      values[at] = types[at].read(result, at + 1, dialect);
    }
    return new Row() {
      @Override
      @SuppressWarnings("unchecked")
      public <T> T get(Field<T> field) {
        return (T) values[places.get(field)];
      }
    };
  }

  /** What a column is read as: found out once, and not for every row. */
  private enum Type {
    TEXT {
      @Override
      @Nullable Object read(ResultSet result, int index, SQLDialect dialect) throws SQLException {
        return result.getString(index);
      }
    },
    TIME {
      @Override
      @Nullable Object read(ResultSet result, int index, SQLDialect dialect) throws SQLException {
        return InstantBinding.read(result, index, dialect);
      }
    },
    BYTES {
      @Override
      @Nullable Object read(ResultSet result, int index, SQLDialect dialect) throws SQLException {
        return result.getBytes(index);
      }
    },
    NUMBER {
      @Override
      @Nullable Object read(ResultSet result, int index, SQLDialect dialect) throws SQLException {
        int number = result.getInt(index);
        return result.wasNull() ? null : number;
      }
    };

    abstract @Nullable Object read(ResultSet result, int index, SQLDialect dialect)
        throws SQLException;

    static Type of(Class<?> type) {
      if (type == String.class) {
        return TEXT;
      }
      if (type == Instant.class) {
        return TIME;
      }
      if (type == byte[].class) {
        return BYTES;
      }
      if (type == Integer.class) {
        return NUMBER;
      }
      throw new IllegalArgumentException("no way to read a column of " + type);
    }
  }
}
