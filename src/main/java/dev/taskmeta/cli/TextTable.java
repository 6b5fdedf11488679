package dev.taskmeta.cli;

import java.util.ArrayList;
import java.util.List;

/** An aligned table of short texts for people. Not safe for use by several threads. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<String> head;
  private final int firstNumber;
  private final int lastNumber;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Makes a table without rows.
   *
   * @param firstNumber the first of the columns that are numbers, aligned to the right
   * @param lastNumber the last of them
   */
  TextTable(List<String> head, int firstNumber, int lastNumber) {
    this.head = List.copyOf(head);
    this.firstNumber = firstNumber;
    this.lastNumber = lastNumber;
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  List<String> lines() {
    int[] widths = new int[head.size()];
    for (int at = 0; at < widths.length; at++) {
      int column = at;
      widths[at] =
          rows.stream()
              .mapToInt(row -> length(row.get(column)))
              .reduce(length(head.get(at)), Math::max);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(head, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < widths.length; at++) {
      String cell = cells.get(at);
      String room = " ".repeat(widths[at] - length(cell));
      boolean number = at >= firstNumber && at <= lastNumber;
      line.append(number ? room + cell : cell + room).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
