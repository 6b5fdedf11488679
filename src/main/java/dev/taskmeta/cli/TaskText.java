package dev.taskmeta.cli;

import dev.taskmeta.Payload;
import dev.taskmeta.TaskMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Prints a task for people, one labelled line for each thing that is known of it. */
final class TaskText {

  private static final int LABEL = 11;
  private static final int MOST_SHOWN = 4_000;

  private final Console console;
  private final Instant now = Instant.now();

  TaskText(Console console) {
    this.console = console;
  }

  void print(TaskMeta meta) {
    line("task", meta.taskId());
    String state = console.state(meta.state(), 0);
    line("state", meta.lost() ? state + " (lost: its process gives no sign of life)" : state);
    meta.name().ifPresent(name -> line("name", name));
    meta.argsPayload().ifPresent(args -> line("args", shown(args)));
    meta.kwargsPayload().ifPresent(kwargs -> line("kwargs", shown(kwargs)));
    if (meta.errorType().isPresent()) {
      String message = meta.errorMessage().map(text -> ": " + text).orElse("");
      line("error", meta.errorType().get() + message);
    } else {
      meta.payload().ifPresent(result -> line("result", shown(result)));
    }
    time("created", meta.createdAt());
    time("started", meta.startedAt());
    finished(meta);
    meta.worker().ifPresent(worker -> line("worker", worker));
    meta.queue().ifPresent(queue -> line("queue", queue));
    meta.retries().ifPresent(retries -> line("retries", String.valueOf(retries)));
    meta.parentId().ifPresent(parent -> line("parent", parent));
    meta.groupId().ifPresent(group -> line("group", group));
    time("expires", meta.expiresAt());
    meta.traceback().ifPresent(text -> line("traceback", text.stripTrailing()));
  }

  private void finished(TaskMeta meta) {
    if (meta.finishedAt().isPresent()) {
      Instant end = meta.finishedAt().get();
      String took =
          meta.startedAt()
              .map(start -> ", took " + Times.took(Duration.between(start, end)))
              .orElse("");
      line("finished", Times.withAge(end, now) + took);
    }
  }

  private void time(String label, Optional<Instant> time) {
    time.ifPresent(value -> line(label, Times.withAge(value, now)));
  }

  /** The lines of a longer text stand below each other. */
  private void line(String label, String value) {
    String indent = " ".repeat(LABEL);
    String text = label.equals("state") ? value : Console.printable(value);
    console.line(label + " ".repeat(LABEL - label.length()) + text.replace("\n", "\n" + indent));
  }

  static String shown(Payload payload) {
    boolean text = payload.isJson() || payload.contentType().equals(Payload.TEXT);
    if (!text) {
      return "%,d bytes of %s (--json shows them)"
          .formatted(payload.bytes().length, payload.contentType());
    }
    String whole = payload.text().stripTrailing();
    return whole.length() <= MOST_SHOWN
        ? whole
        : whole.substring(0, MOST_SHOWN)
            + "… (%,d characters more; --json shows all)".formatted(whole.length() - MOST_SHOWN);
  }
}
