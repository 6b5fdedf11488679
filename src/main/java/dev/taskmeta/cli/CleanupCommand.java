package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.retention.CleanupReport;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Removes what has expired. */
@Command(
    description = "Removes tasks and groups that have expired, and ends lost tasks.",
    footer = {"", "Example:", "  taskmeta cleanup --dry-run"})
final class CleanupCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Option(names = "--dry-run", description = "remove nothing; count what would be removed")
  private boolean dryRun;

  @Option(names = "--json", description = "print the report as a JSON object")
  private boolean json;

  @Override
  public Integer call() {
    try (ResultBackend backend = main.open(SchemaMode.VALIDATE)) {
      CleanupReport report = dryRun ? backend.cleanupDryRun() : backend.cleanup();
      if (json) {
        main.console().line(json(report));
      }
      if (report.busy()) {
        main.console().error("refused: another cleanup runs; try again when it is done");
        return ExitCode.REFUSED.code();
      }
      if (!json) {
        main.console().line(text(report));
      }
      return ExitCode.DONE.code();
    }
  }

  private static String text(CleanupReport report) {
    if (report.dryRun()) {
      return "would remove %,d tasks and %,d groups".formatted(report.tasks(), report.groups());
    }
    return "removed %,d tasks and %,d groups, ended %,d lost tasks, in %s (%d batches, longest %s)%s"
        .formatted(
            report.tasks(),
            report.groups(),
            report.lost(),
            Times.took(report.took()),
            report.batches(),
            Times.took(report.longestBatch()),
            report.complete() ? "" : "; stopped before all was removed");
  }

  private static String json(CleanupReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("started_at", Times.exact(report.startedAt()));
      json.writeNumberProperty("took_ms", report.took().toMillis());
      json.writeNumberProperty("tasks", report.tasks());
      json.writeNumberProperty("groups", report.groups());
      json.writeNumberProperty("lost", report.lost());
      json.writeNumberProperty("batches", report.batches());
      json.writeNumberProperty("longest_batch_ms", report.longestBatch().toMillis());
      json.writeBooleanProperty("dry_run", report.dryRun());
      json.writeBooleanProperty("busy", report.busy());
      json.writeBooleanProperty("complete", report.complete());
      json.writeEndObject();
    }
    return text.toString();
  }
}
