package dev.taskmeta.cli;

import dev.taskmeta.TaskState;
import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportRow;
import dev.taskmeta.report.ReportRow.RunSeconds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A report for people: an aligned table, on a terminal with bars and the course of the time. */
final class ReportTable {

  private static final String GAP = "  ";
  private static final int MOST_OF_A_TEXT = 60;

  /** One column: its head, what it says of a row, whether it is a number. */
  private record Column(String head, Function<ReportRow, String> text, boolean right) {}

  private final Report report;
  private final boolean drawn;

  /**
   * Makes a table.
   *
   * @param drawn whether to draw bars and the course
   */
  ReportTable(Report report, boolean drawn) {
    this.report = report;
    this.drawn = drawn;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (drawn) {
      lines.add(
          "%s  %s tasks created in the last %s"
              .formatted(
                  Bars.course(report.course()),
                  number(report.course().stream().mapToLong(Long::longValue).sum()),
                  Times.rough(report.query().since())));
    }
    List<Column> columns = columns();
    int[] widths = columns.stream().mapToInt(this::width).toArray();
    lines.add(line(columns, widths, Column::head));
    report
        .rows()
        .forEach(row -> lines.add(line(columns, widths, column -> column.text.apply(row))));
    return lines;
  }

  private int width(Column column) {
    return report.rows().stream()
        .mapToInt(row -> column.text.apply(row).length())
        .reduce(column.head.length(), Math::max);
  }

  private static String line(List<Column> columns, int[] widths, Function<Column, String> text) {
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < widths.length; at++) {
      String cell = text.apply(columns.get(at));
      String room = " ".repeat(widths[at] - cell.length());
      line.append(columns.get(at).right ? room + cell : cell + room).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    boolean errors = report.query().by() == Grouping.ERROR;
    columns.add(left(report.query().by().name(), ReportRow::key));
    columns.add(right(errors ? "FAILURES" : "TASKS", row -> number(row.tasks())));
    if (drawn) {
      long most = report.rows().stream().mapToLong(ReportRow::tasks).max().orElse(0);
      columns.add(left("", row -> Bars.bar(row.tasks(), most)));
      if (report.rows().stream().anyMatch(row -> !row.course().isEmpty())) {
        columns.add(left("", row -> Bars.course(halved(row.course()))));
      }
    }
    if (errors) {
      columns.add(left("FINGERPRINT", row -> row.error().fingerprint()));
      columns.add(left("FOR EXAMPLE", row -> row.error().taskId()));
      columns.add(left("MESSAGE", row -> row.error().message()));
      return columns;
    }
    for (TaskState state : TaskState.NAMED) {
      boolean always = state.equals(TaskState.SUCCESS) || state.equals(TaskState.FAILURE);
      if (always || report.rows().stream().anyMatch(row -> row.in(state) > 0)) {
        columns.add(right(state.name(), row -> number(row.in(state))));
      }
    }
    if (report.rows().stream().anyMatch(row -> row.other() > 0)) {
      columns.add(right("OTHER", row -> number(row.other())));
    }
    columns.add(right("FAILED", ReportTable::failed));
    columns.add(run("P50", RunSeconds::p50));
    columns.add(run("P95", RunSeconds::p95));
    columns.add(run("P99", RunSeconds::p99));
    columns.add(run("LONGEST", RunSeconds::longest));
    return columns;
  }

  /** Half as many numbers: a row has not the room that the course above the table has. */
  private static List<Long> halved(List<Long> numbers) {
    return IntStream.range(0, (numbers.size() + 1) / 2)
        .mapToObj(at -> numbers.subList(2 * at, Math.min(2 * at + 2, numbers.size())))
        .map(pair -> pair.stream().mapToLong(Long::longValue).sum())
        .toList();
  }

  private static Column left(String head, Function<ReportRow, String> text) {
    return new Column(head, row -> shown(text.apply(row)), false);
  }

  private static Column right(String head, Function<ReportRow, String> text) {
    return new Column(head, text, true);
  }

  private static Column run(String head, ToDoubleFunction<RunSeconds> seconds) {
    return right(
        head,
        row -> row.runSeconds() == null ? "-" : took(seconds.applyAsDouble(row.runSeconds())));
  }

  private static String took(double seconds) {
    return Times.took(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private static String failed(ReportRow row) {
    return row.ended() == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * row.failureRate());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Text of a stranger on one line and not too long. */
  private static String shown(@org.jspecify.annotations.Nullable String text) {
    if (text == null) {
      return "-";
    }
    String line = Console.printable(text).replaceAll("[\\n\\t]", " ");
    return line.codePointCount(0, line.length()) <= MOST_OF_A_TEXT
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MOST_OF_A_TEXT - 1)) + "…";
  }
}
