package dev.taskmeta.cli;

import dev.taskmeta.TaskMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Prints tasks for people as an aligned table. */
final class TaskTable {

  private static final List<String> HEAD = List.of("ID", "STATE", "NAME", "AGE", "TOOK");
  private static final int STATE = 1;
  private static final String GAP = "  ";

  private final Console console;
  private final Instant now = Instant.now();

  TaskTable(Console console) {
    this.console = console;
  }

  void print(Collection<TaskMeta> metas) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    metas.forEach(meta -> rows.add(row(meta)));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    console.line(line(HEAD, widths, pad(HEAD.get(STATE), widths[STATE])));
    int at = 1;
    for (TaskMeta meta : metas) {
      List<String> row = rows.get(at++);
      String state = console.state(meta.state(), 0) + (meta.lost() ? " (lost)" : "");
      int missing = widths[STATE] - row.get(STATE).length();
      console.line(line(row, widths, state + " ".repeat(missing)));
    }
  }

  private List<String> row(TaskMeta meta) {
    return List.of(
        meta.taskId(),
        Console.printable(meta.state().name()) + (meta.lost() ? " (lost)" : ""),
        Console.printable(meta.name().orElse("-")).replace('\n', ' '),
        meta.createdAt().map(created -> Times.rough(Duration.between(created, now))).orElse("-"),
        meta.startedAt().map(start -> took(meta, start)).orElse("-"));
  }

  private String took(TaskMeta meta, Instant start) {
    return meta.finishedAt()
        .map(end -> Times.took(Duration.between(start, end)))
        .orElseGet(
            () -> meta.ready() ? "-" : Times.rough(Duration.between(start, now)) + " so far");
  }

  /** Everything but the state, which comes padded and perhaps coloured. */
  private static String line(List<String> row, int[] widths, String state) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      line.append(column == STATE ? state : pad(row.get(column), widths[column])).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
