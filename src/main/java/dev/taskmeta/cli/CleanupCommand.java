package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.retention.CleanupReport;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Removes what is past its time. */
@Command(
    description = {
      "Brings tasks under the retention policies, and removes tasks and groups that are past their"
          + " time; ends lost tasks.",
      "It obeys cleanup_windows, cleanup_rows_per_second and cleanup_pause, and works with"
          + " maintenance_backend where that is set and no --backend is given."
    },
    footer = {"", "Example:", "  taskmeta cleanup --dry-run"})
final class CleanupCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Option(names = "--dry-run", description = "remove nothing; say what would be removed, by policy")
  private boolean dryRun;

  @Option(
      names = "--no-pause",
      description = "remove as fast as the database can: without pauses and rows a second")
  private boolean noPause;

  @Option(names = "--any-time", description = "also outside of cleanup_windows")
  private boolean anyTime;

  @Option(names = "--json", description = "print the report as a JSON object")
  private boolean json;

  @Override
  public Integer call() {
    try (ResultBackend backend = ResultBackend.open(settings())) {
      CleanupProgress progress = new CleanupProgress(main.surroundings());
      CleanupReport report;
      try {
        report = dryRun ? backend.cleanupDryRun() : backend.cleanup(progress::at);
      } finally {
        progress.clear();
      }
      if (json) {
        main.console().line(CleanupJson.text(report));
      }
      if (report.busy()) {
        main.console().error("refused: another cleanup runs; try again when it is done");
        return ExitCode.REFUSED.code();
      }
      if (!json) {
        CleanupText.lines(report, backend).forEach(main.console()::line);
      }
      if (report.stoppedBy().filter("window"::equals).isPresent()) {
        main.console()
            .note(
                "cleanup_windows=%s: closed now; --any-time cleans all the same"
                    .formatted(backend.settings().cleanupWindows()));
      }
      report.error().ifPresent(main.console()::error);
      return (report.error().isPresent() ? ExitCode.UNAVAILABLE : ExitCode.DONE).code();
    }
  }

  private Settings settings() {
    Settings.Builder settings = main.settings(SchemaMode.VALIDATE).toBuilder();
    if (noPause) {
      settings.set(Setting.CLEANUP_PAUSE, Duration.ZERO).set(Setting.CLEANUP_ROWS_PER_SECOND, "0");
    }
    if (anyTime) {
      settings.unset(Setting.CLEANUP_WINDOWS);
    }
    return settings.build();
  }
}
