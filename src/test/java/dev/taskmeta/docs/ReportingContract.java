package dev.taskmeta.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every query of the page on reporting runs, and gives what the page prints. */
abstract class ReportingContract implements DatabaseTest {

  private static final Pattern QUERY =
      Pattern.compile("```sql ?([a-z ]*)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

  @Test
  void everyQueryGivesWhatThePagePrints(TestSchema schema) throws IOException, SQLException {
    try (ResultBackend backend = ResultBackend.open(schema.url())) {
      ReportedTasks.store(backend);
    }
    String engine = schema.engine().name().toLowerCase(Locale.ROOT);
    int queries = 0;
    try (Connection connection = schema.connect()) {
      for (String section : Files.readString(Path.of("docs/reporting.md")).split("\n## ")) {
        Matcher output = OUTPUT.matcher(section);
        List<List<String>> printed = output.find() ? printed(output.group(1)) : null;
        for (String query : queries(section, engine)) {
          List<List<String>> rows = rows(connection, query);
          if (printed != null && queries(section, engine).indexOf(query) == 0) {
            assertThat(rows).as(query).isEqualTo(printed);
          }
          queries++;
        }
      }
    }
    assertThat(queries).isGreaterThan(15);
  }

  private static List<String> queries(String section, String engine) {
    return QUERY
        .matcher(section)
        .results()
        .filter(block -> block.group(1).isEmpty() || block.group(1).contains(engine))
        .map(block -> block.group(2).strip().replaceAll(";$", ""))
        .toList();
  }

  /** The rows of psql's output, its head first. */
  private static List<List<String>> printed(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith("-") && !line.startsWith("("))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .map(row -> row.stream().map(ReportingContract::plain).toList())
        .toList();
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
          row.add(plain(value == null ? "" : value));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** A number as a person would write it: engines differ in how many zeros they add. */
  private static String plain(String value) {
    return NUMBER.matcher(value).matches()
        ? new BigDecimal(value)
            .setScale(3, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        : value;
  }
}
