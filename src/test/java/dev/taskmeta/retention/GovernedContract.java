package dev.taskmeta.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of the governed cleanup have in common: each has a database of its own. */
interface GovernedContract extends DatabaseTest {

  Duration OLD = Duration.ofDays(40);

  default ResultBackend open(TestSchema schema) {
    return open(schema, Map.of());
  }

  default ResultBackend open(TestSchema schema, Map<Setting, String> more) {
    ResultBackend.Builder builder =
        ResultBackend.builder()
            .url(schema.url())
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .set(Setting.CLEANUP_PAUSE, "0");
    more.forEach(builder::set);
    return builder.build();
  }

  /** A finished task that ended so long ago. */
  static TaskUpdate.Builder ended(String id, String name, TaskState state, Duration ago) {
    // SQLite reckons in milliseconds.
    Instant end = Instant.now().minus(ago).truncatedTo(ChronoUnit.MILLIS);
    return TaskUpdate.builder(id, state)
        .name(name)
        .createdAt(end.minusSeconds(2))
        .startedAt(end.minusSeconds(1))
        .finishedAt(end);
  }

  /** Stores finished tasks of one name that ended so long ago; returns their ids. */
  static List<String> store(ResultBackend backend, String name, int count, Duration ago) {
    List<TaskUpdate> updates = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      updates.add(ended(name + "-" + at, name, TaskState.SUCCESS, ago.plusSeconds(at)).build());
    }
    backend.storeAll(updates);
    return updates.stream().map(TaskUpdate::taskId).toList();
  }

  static RetentionPolicy put(ResultBackend backend, RetentionPolicy.Builder policy) {
    return backend.retention().put(policy.build());
  }

  static CleanupReport cleaned(ResultBackend backend) {
    CleanupReport report = backend.cleanup();
    assertThat(report.error()).isEmpty();
    assertThat(report.complete()).isTrue();
    return report;
  }

  static List<String> left(ResultBackend backend, List<String> ids) {
    return ids.stream().filter(backend::exists).toList();
  }

  /** Runs a query and returns its rows, each as its columns' texts joined by a space. */
  static List<String> query(TestSchema schema, String sql) {
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int at = 1; at <= rows.getMetaData().getColumnCount(); at++) {
          cells.add(String.valueOf(rows.getString(at)));
        }
        found.add(String.join(" ", cells));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Whether the archive is made of partitions. */
  default boolean hasPartitions(TestSchema schema) {
    return schema.engine() != TestEngine.SQLITE;
  }
}
