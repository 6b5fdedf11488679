package dev.taskmeta.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Four connections that each repeat one statement, and how long the longest took. */
final class Probes {

  private final String url;
  private final Map<String, String> statements = new LinkedHashMap<>();
  private final Map<String, Double> worst = new ConcurrentHashMap<>();
  private final AtomicLong errors = new AtomicLong();
  private final Map<String, Thread> threads = new LinkedHashMap<>();
  private volatile boolean stopped;

  Probes(String url, String archive, String tasks) {
    this.url = url;
    String now = url.startsWith("jdbc:postgresql:") ? "clock_timestamp()" : "utc_timestamp(6)";
    statements.put(
        "archive_insert",
        "insert into %s (archived_at, task_id, state, created_at) values (%s, ?, 'SUCCESS', %s)"
            .formatted(archive, now, now));
    statements.put("archive_read", "select state from " + archive + " where task_id = ?");
    statements.put(
        "task_insert",
        ("insert into %s (task_id, state, created_at, updated_at, expires_from, store_token)"
                + " values (?, 'PENDING', %s, %s, 'default', 1)")
            .formatted(tasks, now, now));
    statements.put("task_read", "select state from " + tasks + " where task_id = ?");
  }

  void start() {
    statements.forEach(
        (name, sql) -> {
          Thread thread = new Thread(() -> repeat(name, sql), "probe-" + name);
          threads.put(name, thread);
          thread.start();
        });
  }

  private void repeat(String name, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      while (!stopped) {
        statement.setString(1, UUID.randomUUID().toString());
        long start = System.nanoTime();
        statement.execute();
        worst.merge(name, (System.nanoTime() - start) / 1e6, Math::max);
        // A caller among others: the statements, not the processors, are to be waited for.
        Thread.sleep(1);
      }
    } catch (SQLException e) {
      errors.incrementAndGet();
      System.err.println(name + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads.values()) {
      thread.join();
    }
  }

  /** The longest of all statements, in milliseconds. */
  double worst() {
    return worst.values().stream().mapToDouble(Double::doubleValue).max().orElse(-1);
  }

  long errors() {
    return errors.get();
  }

  /** The longest of each statement, in milliseconds. */
  String json() {
    return statements.keySet().stream()
        .map(
            name ->
                String.format(Locale.ROOT, "\"%s\": %.1f", name, worst.getOrDefault(name, -1.0)))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
