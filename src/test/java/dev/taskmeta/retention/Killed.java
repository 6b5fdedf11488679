package dev.taskmeta.retention;

import dev.taskmeta.testing.TcpProxy;
import dev.taskmeta.testing.TestSchema;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose transactions die in the middle: on a server the connection is cut after the
 * statement was sent, on SQLite the statement fails.
 */
final class Killed implements AutoCloseable {

  private static final List<String> PLACES =
      List.of("task_daily", "task_daily_runtime", "new_counted_state", "commit");

  private final @Nullable TcpProxy proxy;
  private final DataSource dataSource;
  private final AtomicReference<@Nullable String> place = new AtomicReference<>();
  private final AtomicInteger failures = new AtomicInteger();
  private int next;

  Killed(TestSchema schema, boolean sqlite) throws IOException {
    proxy = sqlite ? null : TcpProxy.inFrontOf(schema);
    dataSource = proxy == null ? failing(schema.dataSource()) : schema.dataSource(proxy);
  }

  DataSource dataSource() {
    return dataSource;
  }

  /** Lets the next transaction die that comes to a place, which is another one each time. */
  void arm() {
    String chosen = PLACES.get(next++ % PLACES.size());
    if (proxy == null) {
      place.set(chosen);
    } else if (chosen.equals("commit")) {
      proxy.cutReplyToCommit();
    } else {
      proxy.cutReplyTo(chosen);
    }
  }

  /** How many transactions have died. */
  int kills() {
    return proxy == null ? failures.get() : proxy.cuts();
  }

  private DataSource failing(DataSource source) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) ->
                method.getName().equals("getConnection")
                    ? failing(source.getConnection())
                    : method.invoke(source, arguments));
  }

  private Connection failing(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              String what =
                  method.getName().equals("prepareStatement")
                      ? (String) arguments[0]
                      : method.getName();
              String fatal = place.get();
              if (fatal != null && what.contains(fatal) && place.compareAndSet(fatal, null)) {
                failures.incrementAndGet();
                throw new SQLException("killed at " + fatal);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public void close() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
  }
}
