package dev.taskmeta.retention;

import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archive of a test as plain SQL sees it, with months that are long over. */
record ArchivedRows(TestSchema schema) {

  static final Instant JANUARY = Instant.parse("2025-01-10T10:00:00.123456Z");
  static final Instant FEBRUARY = Instant.parse("2025-02-10T10:00:00.123456Z");
  static final Instant MARCH = Instant.parse("2025-03-10T10:00:00.123456Z");

  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Makes January, February and March of 2025, where the engine has partitions. */
  void makeMonthsOfThePast() {
    switch (schema.engine()) {
      case POSTGRESQL -> {
        for (int month = 1; month <= 3; month++) {
          schema.execute(
              """
              create table task_archive_2025_0%1$d partition of task_archive
                for values from ('2025-0%1$d-01 00:00:00+00') to ('2025-0%2$d-01 00:00:00+00')
              """
                  .formatted(month, month + 1));
        }
      }
      case MYSQL, MARIADB ->
          schema.execute(
              """
              alter table task_archive reorganize partition p_before into (
                partition p_before values less than ('2025-01-01'),
                partition p2025_01 values less than ('2025-02-01'),
                partition p2025_02 values less than ('2025-03-01'),
                partition p2025_03 values less than ('2026-11-01'))
              """);
      case SQLITE -> {}
    }
  }

  String time(@Nullable Instant time) {
    if (time == null) {
      return "null";
    }
    return switch (schema.engine()) {
      case POSTGRESQL -> "timestamptz '" + PLAIN.format(time) + "+00'";
      case MYSQL, MARIADB -> "'" + PLAIN.format(time) + "'";
      case SQLITE -> "'" + ISO.format(time) + "'";
    };
  }

  void archive(String id, Instant archivedAt, @Nullable Instant keepUntil) {
    schema.execute(
        """
        insert into task_archive (archived_at, task_id, name, state, created_at, retries,
          error_message, result, keep_until)
        values (%1$s, '%2$s', 'add', 'FAILURE', %1$s, 3, 'it failed', '{"a": 1}', %3$s)
        """
            .formatted(time(archivedAt), id, time(keepUntil)));
  }

  List<String> ids(String table) {
    return texts("select task_id from " + table + " order by task_id");
  }

  /** The months of 2025 that are there, by their number. */
  List<String> months() {
    String names =
        schema.engine() == TestEngine.POSTGRESQL
            ? "select relname from pg_class where relname like 'task_archive_2025___' order by 1"
            : "select partition_name from information_schema.partitions where table_name ="
                + " 'task_archive' and table_schema = database()"
                + " and partition_name like 'p2025___' order by 1";
    return texts(names).stream().map(name -> name.substring(name.length() - 2)).toList();
  }

  List<String> texts(String query) {
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
