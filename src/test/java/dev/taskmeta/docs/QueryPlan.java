package dev.taskmeta.docs;

import dev.taskmeta.testing.TestEngine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an engine would run a query. */
final class QueryPlan {

  /** What the page calls task_meta in its queries and in the views. */
  private static final Set<String> TASK_META = Set.of("task_meta", "t", "u");

  private static final Pattern INDEX =
      Pattern.compile("(?:through|every entry of) `(\\w+)`(?: on ([^;]*))?");

  private final TestEngine engine;
  private final List<List<String>> steps;

  private QueryPlan(TestEngine engine, List<List<String>> steps) {
    this.engine = engine;
    this.steps = steps;
  }

  static QueryPlan of(Connection connection, TestEngine engine, String query) throws SQLException {
    List<List<String>> steps = new ArrayList<>();
    String explain =
        switch (engine) {
          case SQLITE -> "explain query plan ";
          case MYSQL -> "explain format = traditional ";
          case POSTGRESQL, MARIADB -> "explain ";
        };
    try (Statement statement = connection.createStatement();
        ResultSet step = statement.executeQuery(explain + query)) {
      int columns = step.getMetaData().getColumnCount();
      while (step.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          String label = step.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT);
          // Indexes that were not chosen are no part of the plan.
          if (!label.equals("possible_keys")) {
            values.add(label + "=" + step.getString(column));
          }
        }
        steps.add(values);
      }
    }
    return new QueryPlan(engine, steps);
  }

  /** Whether every row of task_meta, or every entry of one of its indexes, is read. */
  boolean readsAll() {
    return steps.stream().anyMatch(this::readsAll);
  }

  private boolean readsAll(List<String> step) {
    return switch (engine) {
      case POSTGRESQL -> step.get(0).contains("Seq Scan on task_meta");
      case SQLITE -> {
        String detail = step.get(step.size() - 1) + " ";
        // An index of failures alone is short.
        yield !detail.contains("task_meta_failures_idx")
            && TASK_META.stream().anyMatch(table -> detail.contains("SCAN " + table + " "));
      }
      case MYSQL, MARIADB ->
          (step.contains("type=ALL") || step.contains("type=index"))
              && TASK_META.stream().anyMatch(table -> step.contains("table=" + table));
    };
  }

  /** Whether the words of the page promise all of an index, and no row. */
  boolean expectsEntries(String reads) {
    return reads.startsWith("every entry of ") && expectsIndex(reads);
  }

  /** Whether all entries of the index are read, and the table by none but its keys. */
  boolean readsEntries(String reads) {
    boolean table =
        steps.stream()
            .filter(step -> step.contains("type=ALL"))
            .anyMatch(step -> TASK_META.stream().anyMatch(name -> step.contains("table=" + name)));
    return !table
        && steps.stream()
            .anyMatch(
                step ->
                    step.contains("type=index")
                        && step.contains("key=" + index(reads))
                        && step.stream().anyMatch(value -> value.contains("Using index")));
  }

  /** Whether the words of the page promise an index on this engine. */
  boolean expectsIndex(String reads) {
    Matcher index = INDEX.matcher(reads);
    return reads.equals("through the primary key")
        || (index.find()
            && (index.group(2) == null
                || index.group(2).toUpperCase(Locale.ROOT).contains(engine.name())));
  }

  /** What a plan that goes through the index shows of it. */
  String index(String reads) {
    Matcher index = INDEX.matcher(reads);
    if (index.find()) {
      return index.group(1);
    }
    return switch (engine) {
      case POSTGRESQL -> "task_meta_pk";
      case SQLITE -> "sqlite_autoindex_task_meta_1";
      case MYSQL, MARIADB -> "key=PRIMARY";
    };
  }

  @Override
  public String toString() {
    StringJoiner lines = new StringJoiner("\n");
    steps.forEach(step -> lines.add(String.join(", ", step)));
    return lines.toString();
  }
}
