package dev.taskmeta.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.cli.bench.SampleTask;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Many tasks in the table of a benchmark, made inside a PostgreSQL server: copies of one task that
 * Taskmeta has stored, each with an id, a token and times of its own. The indexes are made
 * afterwards.
 */
final class ManyRows {

  /** How many of the tasks are given out, to be read. */
  private static final int READABLE = 100_000;

  /** What differs from the copied row, of which one is made for each of {@code n}. */
  private static final Map<String, String> OWN =
      Map.of(
          "task_id", "gen_random_uuid()::text",
          "store_token", "(random() * 9e18)::bigint",
          "created_at", "created_at - n * interval '5 ms'",
          "started_at", "started_at - n * interval '5 ms'",
          "finished_at", "finished_at - n * interval '5 ms'",
          "updated_at", "updated_at - n * interval '5 ms'",
          "expires_at", "expires_at - n * interval '5 ms'");

  private final String url;
  private final BenchmarkTables tables;
  private final String table;

  ManyRows(String url, BenchmarkTables tables) {
    this.url = url;
    this.tables = tables;
    this.table = tables.prefix() + "task";
  }

  /** Returns how many rows the table has; 0 where the URL is none of JDBC. */
  long count() {
    if (!url.startsWith("jdbc:")) {
      return 0;
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      return Long.parseLong(texts(connection, "select count(*) from " + table).get(0));
    } catch (SQLException e) {
      throw new IllegalStateException("the rows of " + table + " cannot be counted", e);
    }
  }

  /** Fills the table; returns the ids of some of its tasks, drawn at random. */
  List<String> fill(long rows, String payloadBytes) throws SQLException {
    try (ResultBackend backend = tables.open()) {
      backend.store(new SampleTask(Integer.parseInt(payloadBytes)).success(SampleTask.newId()));
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, "set maintenance_work_mem = '1GB'");
      List<String> again = dropIndexes(connection);
      List<String> columns =
          texts(
              connection,
              "select column_name from information_schema.columns where table_name = '%s'"
                  .formatted(table));
      execute(
          connection,
          "insert into %1$s (%2$s) select %3$s from %1$s, generate_series(1, %4$d) n"
              .formatted(
                  table,
                  String.join(", ", columns),
                  columns.stream()
                      .map(column -> OWN.getOrDefault(column, column))
                      .collect(Collectors.joining(", ")),
                  rows - 1));
      for (String index : again) {
        execute(connection, index);
      }
      // Else the autovacuum would begin to do it while the table is measured.
      execute(connection, "vacuum (analyze) " + table);
      execute(connection, "checkpoint");
      return texts(
          connection,
          "select task_id from %s where random() < %d * 1.1 / %d limit %d"
              .formatted(table, READABLE, rows, READABLE));
    }
  }

  /** Returns the statements that make them again. */
  private List<String> dropIndexes(Connection connection) throws SQLException {
    List<String> again = new ArrayList<>();
    String key = table + "_pk";
    again.addAll(
        texts(
            connection,
            """
            select format('alter table %%I add constraint %%I %%s', '%1$s', conname,
              pg_get_constraintdef(oid)) from pg_constraint where conname = '%2$s'
            """
                .formatted(table, key)));
    again.addAll(
        texts(
            connection,
            "select indexdef from pg_indexes where tablename = '%s' and indexname <> '%s'"
                .formatted(table, key)));
    List<String> names =
        texts(
            connection,
            "select indexname from pg_indexes where tablename = '%s' and indexname <> '%s'"
                .formatted(table, key));
    execute(connection, "alter table %s drop constraint %s".formatted(table, key));
    for (String name : names) {
      execute(connection, "drop index " + name);
    }
    return again;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
