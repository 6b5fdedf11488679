package dev.taskmeta.bench;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Hands out connections that remember every prepared statement that was executed on them. */
final class RecordingDataSource implements DataSource {

  /** Opens a connection. */
  interface Opener {
    Connection open() throws SQLException;
  }

  private final Opener opener;
  private final List<RecordedStatement> recorded = new CopyOnWriteArrayList<>();

  RecordingDataSource(Opener opener) {
    this.opener = opener;
  }

  /** Returns the last statement that was executed and begins so. */
  RecordedStatement last(String beginning) {
    for (int at = recorded.size() - 1; at >= 0; at--) {
      if (recorded.get(at).sql().startsWith(beginning)) {
        return recorded.get(at);
      }
    }
    throw new IllegalStateException("no statement that begins with " + beginning);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = opener.open();
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object result = invoke(connection, method, arguments);
          return method.getName().equals("prepareStatement")
              ? recording((PreparedStatement) result, (String) arguments[0])
              : result;
        });
  }

  private PreparedStatement recording(PreparedStatement statement, String sql) {
    Map<Integer, Object> parameters = new HashMap<>();
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          String name = method.getName();
          if (name.startsWith("set") && arguments != null && arguments.length >= 2) {
            parameters.put((Integer) arguments[0], value(name, arguments[1]));
          } else if (name.startsWith("execute")) {
            recorded.add(new RecordedStatement(sql, parameters));
          }
          return invoke(statement, method, arguments);
        });
  }

  private static Object value(String setter, @Nullable Object given) {
    if (setter.equals("setNull")) {
      return new RecordedStatement.Null((Integer) given);
    }
    return given == null ? new RecordedStatement.Null(Types.VARCHAR) : given;
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return new PrintWriter(System.err, true);
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
