package dev.taskmeta.internal.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the statements of a connection prepared after they are closed, for a driver that does not
 * do so itself: on SQLite preparing a store takes longer than running it. Used by one thread at a
 * time, as its connection is.
 */
public final class StatementCache implements InvocationHandler {

  private static final int MOST = 32;

  /** What a statement of ours is beside a statement. */
  private interface Kept {
    PreparedStatement direct();
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  private StatementCache(Connection connection) {
    this.connection = connection;
  }

  /** Returns the connection with its statements kept. */
  static Connection over(Connection connection) {
    return proxy(Connection.class, new StatementCache(connection));
  }

  /**
   * Returns the driver's own statement, for work that calls it many times: a call costs more
   * through reflection than in the driver. To be closed is the statement that was asked for; others
   * than ours are returned as they are.
   */
  public static PreparedStatement direct(PreparedStatement statement) throws SQLException {
    return statement.isWrapperFor(Kept.class) ? statement.unwrap(Kept.class).direct() : statement;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler, Class<?>... more) {
    Class<?>[] types = Arrays.copyOf(more, more.length + 1);
    types[more.length] = type;
    return type.cast(Proxy.newProxyInstance(StatementCache.class.getClassLoader(), types, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    if (args != null && args.length == 1 && method.getName().equals("prepareStatement")) {
      return prepare((String) args[0]);
    }
    if (method.getName().equals("close")) {
      // The driver closes the statements with the connection.
      idle.clear();
    }
    return call(method, connection, args);
  }

  private static @Nullable Object call(Method method, Object target, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement kept = idle.remove(sql);
    PreparedStatement statement = kept == null ? connection.prepareStatement(sql) : kept;
    return proxy(PreparedStatement.class, new Lent(sql, statement), Kept.class);
  }

  private void giveBack(String sql, PreparedStatement statement) throws SQLException {
    if (idle.containsKey(sql)) {
      statement.close();
      return;
    }
    // Lets go of the values, which may be large.
    statement.clearParameters();
    idle.put(sql, statement);
    if (idle.size() > MOST) {
      idle.remove(idle.keySet().iterator().next()).close();
    }
  }

  /** A statement from when it is asked for until it is closed. */
  private final class Lent implements InvocationHandler {

    private final String sql;
    private final PreparedStatement statement;
    private @Nullable ResultSet result;
    private boolean failed;
    private boolean closed;

    Lent(String sql, PreparedStatement statement) {
      this.sql = sql;
      this.statement = statement;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
        throws Throwable {
      switch (method.getName()) {
        case "close" -> {
          close();
          return null;
        }
        case "direct" -> {
          return statement;
        }
        case "isClosed" -> {
          return closed || statement.isClosed();
        }
        default -> {
          return pass(method, args);
        }
      }
    }

    private @Nullable Object pass(Method method, Object @Nullable [] args) throws Throwable {
      if (closed) {
        throw new SQLException("the statement is closed");
      }
      try {
        Object answer = call(method, statement, args);
        if (answer instanceof ResultSet rows) {
          result = rows;
        }
        return answer;
      } catch (SQLException e) {
        failed = true;
        throw e;
      }
    }

    private void close() throws SQLException {
      if (closed) {
        return;
      }
      closed = true;
      if (result != null) {
        // Else it would go on reading, and keep others from writing.
        result.close();
      }
      if (failed || statement.isClosed()) {
        statement.close();
      } else {
        giveBack(sql, statement);
      }
    }
  }
}
