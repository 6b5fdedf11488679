package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.retention.CleanupReport;
import dev.taskmeta.retention.DueTasks;
import dev.taskmeta.retention.RetentionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What a cleanup did, or would do, for people: a sentence, and a table by policy. */
final class CleanupText {

  private CleanupText() {}

  static List<String> lines(CleanupReport report, ResultBackend backend) {
    List<String> lines = new ArrayList<>();
    lines.add(report.dryRun() ? wouldRemove(report) : removed(report));
    boolean any = !report.due().isEmpty() || report.tasks() > 0;
    if (any) {
      lines.addAll(table(report, names(backend)).lines());
    }
    return lines;
  }

  private static String wouldRemove(CleanupReport report) {
    return text("would remove %,d tasks and %,d groups", report.tasks(), report.groups());
  }

  private static String removed(CleanupReport report) {
    return text(
        "removed %,d tasks and %,d groups, ended %,d lost tasks, in %s (%d batches, longest %s)%s",
        report.tasks(),
        report.groups(),
        report.lost(),
        Times.took(report.took()),
        report.batches(),
        Times.took(report.longestBatch()),
        report.complete()
            ? ""
            : "; stopped before all was removed"
                + report.stoppedBy().map(reason -> ": " + reason).orElse(""));
  }

  private static TextTable table(CleanupReport report, Map<String, String> names) {
    if (report.dryRun()) {
      TextTable table = new TextTable(List.of("BY", "ACTION", "ROWS", "BYTES", "OLDEST"), 2, 3);
      Instant now = Instant.now();
      for (DueTasks due : report.due()) {
        table.row(
            source(due.expiresFrom(), names),
            due.archived() ? "archive" : "delete",
            text("%,d", due.rows()),
            bytes(due.bytes()),
            due.oldest() == null ? "-" : Times.withAge(due.oldest(), now));
      }
      return table;
    }
    TextTable table = new TextTable(List.of("BY", "DELETED", "ARCHIVED"), 1, 2);
    TreeSet<String> sources = new TreeSet<>(report.deleted().keySet());
    sources.addAll(report.archived().keySet());
    for (String source : sources) {
      table.row(
          source(source, names),
          text("%,d", report.deleted().getOrDefault(source, 0L)),
          text("%,d", report.archived().getOrDefault(source, 0L)));
    }
    return table;
  }

  /** The patterns of the policies by their numbers; a store may have none. */
  private static Map<String, String> names(ResultBackend backend) {
    Map<String, String> names = new HashMap<>();
    try {
      for (RetentionPolicy policy : backend.retention().policies()) {
        names.put(String.valueOf(policy.id()), policy.namePattern());
      }
    } catch (UnsupportedOperationException e) {
      return names;
    }
    return names;
  }

  private static String source(String source, Map<String, String> names) {
    String pattern = names.get(source);
    return pattern == null ? source : "policy " + source + " (" + Console.printable(pattern) + ")";
  }

  /** About how much, in its largest unit. */
  static String bytes(long bytes) {
    if (bytes < 10_240) {
      return text("%,d B", bytes);
    }
    if (bytes < 10L << 20) {
      return text("%,d KiB", bytes >> 10);
    }
    return text("%,d MiB", bytes >> 20);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
