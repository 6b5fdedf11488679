package dev.taskmeta.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which statements were executed on the connections of a data source, and which failed.
 * Safe for use by several threads.
 */
public final class StatementLog {
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final List<SQLException> failures = new CopyOnWriteArrayList<>();

  /** Returns the data source with this log on every connection that it gives. */
  public DataSource on(DataSource source) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object result = call(source, method, arguments);
          return result instanceof Connection connection ? on(connection) : result;
        });
  }

  private Connection on(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object result = call(connection, method, arguments);
          if (result instanceof PreparedStatement prepared) {
            return on(PreparedStatement.class, prepared, (String) arguments[0]);
          }
          return result instanceof Statement statement
              ? on(Statement.class, statement, null)
              : result;
        });
  }

  private <T extends Statement> T on(Class<T> type, T statement, @Nullable String prepared) {
    return proxy(
        type,
        (self, method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return call(statement, method, arguments);
          }
          statements.add(prepared == null ? Objects.toString(arguments[0], "a batch") : prepared);
          try {
            return call(statement, method, arguments);
          } catch (SQLException e) {
            failures.add(e);
            throw e;
          }
        });
  }

  private static @Nullable Object call(Object target, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Returns what was executed, in order. */
  public List<String> statements() {
    return List.copyOf(statements);
  }

  /** Returns the errors of statements, in order. */
  public List<SQLException> failures() {
    return List.copyOf(failures);
  }

  /** Forgets what was executed. */
  public void clear() {
    statements.clear();
    failures.clear();
  }
}
