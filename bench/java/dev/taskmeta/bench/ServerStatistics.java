package dev.taskmeta.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What PostgreSQL says of the waiting process, asked from another database of the server. */
final class ServerStatistics implements AutoCloseable {

  /** What the waiting process calls itself. */
  static final String WAITER = "bench-waiter";

  /** A session that has nothing to do reports what it did before this late. */
  private static final long REPORT_MILLIS = 11_000;

  private static final long SAMPLE_MILLIS = 200;

  private final Connection connection;
  private final Thread sampler = new Thread(this::sample);
  private volatile int mostConnections;

  ServerStatistics(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
    sampler.setDaemon(true);
    sampler.start();
  }

  private void sample() {
    try {
      while (true) {
        Thread.sleep(SAMPLE_MILLIS);
        mostConnections = Math.max(mostConnections, connections());
      }
    } catch (InterruptedException e) {
      // It has been closed.
    }
  }

  private int connections() {
    return (int)
        ask(
            "select count(*) from pg_stat_activity where application_name = '%s'"
                .formatted(WAITER));
  }

  /** The most connections that the waiting process was seen to have. */
  int mostConnections() {
    return mostConnections;
  }

  /**
   * The transactions of all sessions of the database, once those that have ended are counted; each
   * query of a waiter is one, and so is each test of a pooled connection.
   */
  double transactionsPerSecond(long seconds) throws InterruptedException {
    String question =
        "select sum(xact_commit + xact_rollback) from pg_stat_database where datname = 'bench'";
    Thread.sleep(REPORT_MILLIS);
    long before = ask(question);
    Thread.sleep(seconds * 1000);
    return (ask(question) - before) / (double) seconds;
  }

  private synchronized long ask(String question) {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the server's statistics cannot be read", e);
    }
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    sampler.interrupt();
    sampler.join();
    connection.close();
  }
}
