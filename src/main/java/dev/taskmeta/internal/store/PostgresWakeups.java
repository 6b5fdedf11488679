package dev.taskmeta.internal.store;

import dev.taskmeta.StoreException;
import dev.taskmeta.spi.TaskRow;
import dev.taskmeta.spi.Wakeups;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * PostgreSQL's NOTIFY on one channel for each table of tasks. The ids go in the payload, several to
 * a message, in a commit of their own: a NOTIFY in the commit of a result would hold the lock that
 * serializes all notifying commits of the server while the result is flushed.
 */
final class PostgresWakeups implements Wakeups {

  /** A payload must be under 8,000 bytes. */
  private static final int PAYLOAD_BYTES = 7_900;

  /** A channel's name must be under 64 bytes. */
  private static final int CHANNEL_BYTES = 63;

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int NETWORK_MILLIS = 10_000;

  private final Transactions transactions;
  private final ConnectionOpener opener;
  private final String channel;
  private final Function<Connection, TaskRows> rows;

  /** Opens a connection for a listener to keep. */
  interface ConnectionOpener {
    Connection open() throws SQLException;
  }

  /**
   * Makes them.
   *
   * @param rows reads tasks on a connection
   */
  PostgresWakeups(
      Transactions transactions,
      ConnectionOpener opener,
      String channel,
      Function<Connection, TaskRows> rows) {
    this.transactions = transactions;
    this.opener = opener;
    this.channel = channel;
    this.rows = rows;
  }

  /** The channel of a table of tasks; a name too long for a channel is cut and told apart. */
  static String channel(@Nullable String schema, String table) {
    String name = "taskmeta/" + (schema == null ? "" : schema + ".") + table;
    if (name.getBytes(StandardCharsets.UTF_8).length <= CHANNEL_BYTES) {
      return name;
    }
    UUID digest = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return "taskmeta/" + digest;
  }

  @Override
  public void announce(Collection<String> taskIds) {
    List<String> payloads = payloads(taskIds);
    transactions.statement(
        "announce",
        null,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select pg_notify(?, payload) from unnest(?::text[]) as p (payload)")) {
            statement.setString(1, channel);
            statement.setArray(2, connection.createArrayOf("text", payloads.toArray()));
            return statement.execute();
          }
        });
  }

  private static List<String> payloads(Collection<String> taskIds) {
    List<String> payloads = new ArrayList<>();
    StringBuilder payload = new StringBuilder();
    int bytes = 0;
    for (String taskId : taskIds) {
      int more = taskId.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes + more > PAYLOAD_BYTES) {
        payloads.add(payload.toString());
        payload.setLength(0);
        bytes = 0;
      }
      // Ids have no white space, so a line is an id.
      payload.append(taskId).append('\n');
      bytes += more;
    }
    payloads.add(payload.toString());
    return payloads;
  }

  @Override
  public Listening listen() {
    try {
      return new Ear(opener.open());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static StoreException failed(SQLException e) {
    return new StoreException(null, "listening failed: " + e.getMessage(), true, e);
  }

  /** The connection that listens; it says something to itself when nobody else does. */
  private final class Ear implements Listening {

    private final Connection connection;
    private final PGConnection postgres;
    private final TaskRows tasks;
    private final boolean autoCommit;
    private long heard = System.nanoTime();

    Ear(Connection connection) throws SQLException {
      this.connection = connection;
      this.tasks = rows.apply(connection);
      this.autoCommit = connection.getAutoCommit();
      try {
        // Within a transaction nothing is heard.
        connection.setAutoCommit(true);
        this.postgres = connection.unwrap(PGConnection.class);
        connection.setNetworkTimeout(Runnable::run, NETWORK_MILLIS);
        execute("listen " + quoted());
      } catch (SQLException | RuntimeException e) {
        close();
        throw e;
      }
    }

    private String quoted() {
      return '"' + channel.replace("\"", "\"\"") + '"';
    }

    private void execute(String statement) throws SQLException {
      try (Statement listen = connection.createStatement()) {
        listen.execute(statement);
      }
    }

    @Override
    public List<String> hear(Duration atMost) {
      try {
        List<String> ids = heard(postgres.getNotifications((int) atMost.toMillis()));
        if (System.nanoTime() - heard > QUIET_NANOS) {
          execute("notify " + quoted());
          ids.addAll(heard(postgres.getNotifications()));
          if (System.nanoTime() - heard > QUIET_NANOS) {
            throw new StoreException(
                null, "listening has gone deaf; a pooler between?", true, null);
          }
        }
        return ids;
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    @Override
    public Map<String, TaskRow> fetch(Collection<String> taskIds) {
      return tasks.fetch(taskIds);
    }

    private List<String> heard(PGNotification[] notifications) {
      List<String> ids = new ArrayList<>();
      if (notifications == null) {
        return ids;
      }
      for (PGNotification notification : notifications) {
        heard = System.nanoTime();
        notification.getParameter().lines().forEach(ids::add);
      }
      return ids;
    }

    @Override
    public void close() {
      try (connection) {
        execute("unlisten *");
        connection.setNetworkTimeout(Runnable::run, 0);
        connection.setAutoCommit(autoCommit);
      } catch (SQLException e) {
        // It is gone, which is what was wanted.
      }
    }
  }
}
