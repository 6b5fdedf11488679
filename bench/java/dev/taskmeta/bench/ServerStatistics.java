package dev.taskmeta.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What PostgreSQL says of the waiting process, asked from another database of the server. */
final class ServerStatistics {

  /** What the waiting process calls itself. */
  static final String WAITER = "bench-waiter";

  private final String url;

  ServerStatistics(String url) {
    this.url = url;
  }

  int waiterConnections() {
    return (int)
        ask(
            "select count(*) from pg_stat_activity where application_name = '%s'"
                .formatted(WAITER));
  }

  /** The transactions of all sessions of the database; each query of a waiter is one. */
  double transactionsPerSecond(long seconds) throws InterruptedException {
    String question =
        "select sum(xact_commit + xact_rollback) from pg_stat_database where datname = 'bench'";
    long before = ask(question);
    Thread.sleep(seconds * 1000);
    return (ask(question) - before) / (double) seconds;
  }

  private long ask(String question) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the server's statistics cannot be read", e);
    }
  }
}
