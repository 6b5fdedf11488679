package dev.taskmeta.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.docs.ReportingPage.Question;
import dev.taskmeta.docs.ReportingPage.View;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on reporting: every query runs, gives what is printed, and reads what is said. */
abstract class ReportingContract implements DatabaseTest {

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

  @Test
  void everyQueryGivesWhatThePagePrints(TestSchema schema) throws SQLException {
    fill(schema);
    List<Question> questions = ReportingPage.questions(schema.engine());
    assertThat(questions).hasSizeGreaterThanOrEqualTo(20);
    try (Connection connection = schema.connect()) {
      for (Question question : questions) {
        assertThat(question.queries()).as(question.title()).isNotEmpty();
        ask(connection, question);
      }
    }
  }

  static void fill(TestSchema schema) {
    try (ResultBackend backend = ResultBackend.open(schema.url())) {
      ReportedTasks.store(backend);
    }
    ReportedPast.insert(schema);
  }

  /** Runs the queries of a question; the first has to give what is printed. */
  static void ask(Connection connection, Question question) throws SQLException {
    for (String query : question.queries()) {
      List<List<String>> rows = rows(connection, query);
      if (question.output() != null && query.equals(question.queries().get(0))) {
        assertThat(rows).as(query).isEqualTo(plain(question.output()));
      }
    }
  }

  @Test
  void thePageListsTheColumnsOfEveryView(TestSchema schema) throws SQLException {
    ResultBackend.open(schema.url()).close();
    List<View> views = ReportingPage.views();
    assertThat(views).hasSize(6);
    try (Connection connection = schema.connect()) {
      for (View view : views) {
        assertThat(rows(connection, "select * from " + view.name()).get(0))
            .isEqualTo(view.columns());
      }
    }
  }

  @Test
  void everyQueryReadsWhatThePageSays(TestSchema schema) throws SQLException {
    try (ResultBackend backend = ResultBackend.open(schema.url())) {
      ManyTasks.store(backend, schema);
    }
    try (Connection connection = schema.connect()) {
      for (Question question : ReportingPage.questions(schema.engine())) {
        QueryPlan plan = QueryPlan.of(connection, schema.engine(), question.queries().get(0));
        String about = question.title() + "\n" + plan;
        if (plan.expectsEntries(question.reads())) {
          assertThat(plan.readsEntries(question.reads())).as(about).isTrue();
        } else if (plan.expectsIndex(question.reads())) {
          assertThat(plan.readsAll()).as(about).isFalse();
          assertThat(plan.toString()).as(about).contains(plan.index(question.reads()));
        } else if (question.reads().equals("nothing of `task_meta`")) {
          assertThat(plan.toString()).as(about).doesNotContain("task_meta");
          assertThat(plan.readsAll()).as(about).isFalse();
        } else {
          assertThat(question.reads()).as(about).contains("all of `task_meta`");
          assertThat(plan.readsAll()).as(about).isTrue();
        }
      }
    }
  }

  private static List<List<String>> rows(Connection connection, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> head = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        head.add(result.getMetaData().getColumnLabel(column));
      }
      rows.add(head);
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          String value = result.getString(column);
          row.add(value == null ? "" : value);
        }
        rows.add(row);
      }
    }
    return plain(rows);
  }

  private static List<List<String>> plain(List<List<String>> rows) {
    return rows.stream().map(row -> row.stream().map(ReportingContract::plain).toList()).toList();
  }

  /** A value as a person would write it: engines differ in zeros, and in what is true. */
  private static String plain(String value) {
    if (value.equals("t") || value.equals("f")) {
      return value.equals("t") ? "1" : "0";
    }
    return NUMBER.matcher(value).matches()
        ? new BigDecimal(value)
            .setScale(3, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        : value;
  }
}
