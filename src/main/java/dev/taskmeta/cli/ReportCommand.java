package dev.taskmeta.cli;

import dev.taskmeta.SchemaMode;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskReports;
import dev.taskmeta.report.Grouping;
import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportQuery;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Counts tasks and says how long they take. */
@Command(
    description = {
      "Counts the tasks created within a time, and says how long they ran and how many failed.",
      "Reads from reporting_backend where that is set and no --backend is given."
    },
    footer = {"", "Example:", "  taskmeta report --by error --since 1d"})
final class ReportCommand implements Callable<Integer> {

  /** As many signs as the course of the time takes on a terminal. */
  private static final int SLOTS = 32;

  @ParentCommand private Main main;

  @Option(
      names = "--by",
      paramLabel = "KEY",
      defaultValue = "name",
      description = "one row per name, day, worker, queue or error (default: ${DEFAULT-VALUE})")
  private Grouping by;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description = "tasks created so long ago at most (default: ${DEFAULT-VALUE})")
  private Duration since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many rows at most, 1 to 10,000 (default: ${DEFAULT-VALUE})")
  private int limit;

  @ArgGroup private @Nullable Format format;

  /** How to print, unless for people. */
  private static final class Format {
    @Option(names = "--csv", description = "print comma-separated values with a header")
    private boolean csv;

    @Option(names = "--json", description = "print one JSON object per row and line")
    private boolean json;
  }

  @Override
  public Integer call() {
    Settings settings = main.settings(SchemaMode.VALIDATE);
    Console console = main.console();
    boolean forPeople = format == null;
    boolean drawn = forPeople && main.surroundings().outTerminal();
    try (TaskReports reports = TaskReports.open(settings)) {
      Report report = reports.report(new ReportQuery(by, since, limit, drawn ? SLOTS : 0));
      if (format != null) {
        ReportData data = new ReportData(report);
        (format.json ? data.json() : data.csv()).forEach(console::line);
      } else if (report.rows().isEmpty()) {
        String url = settings.reportingBackend().or(settings::resultBackend).orElse("");
        console.note("no tasks found in " + SecretMask.urls(url));
      } else {
        new ReportTable(report, drawn).lines().forEach(console::line);
      }
      if (report.more()) {
        console.note("there are more; ask for them with --limit");
      }
      return ExitCode.DONE.code();
    }
  }
}
