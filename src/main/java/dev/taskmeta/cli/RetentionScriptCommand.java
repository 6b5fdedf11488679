package dev.taskmeta.cli;

import dev.taskmeta.SchemaMode;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.retention.ProcedureSchedule;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints the cleanup as a procedure of the database. */
@Command(
    name = "script",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints a script that makes the cleanup a procedure of the database and calls it on a schedule,"
          + " for whoever cleans up without Java. It changes nothing by itself.",
      "The procedure obeys the same policies, holds and lease. It takes result_expires,"
          + " unfinished_expires, task_lost_after, cleanup_batch_size, cleanup_pause and"
          + " cleanup_rows_per_second from the settings of now: print it anew where they change."
          + " Applications get cleanup_schedule=external."
    },
    footer = {
      "",
      "Examples:",
      "  taskmeta retention script --for pg_cron > cleanup.sql",
      "  taskmeta retention script --for mysql-event --every 15min --stop-after 10min > cleanup.sql"
    })
final class RetentionScriptCommand implements Callable<Integer> {

  @ParentCommand private RetentionCommand retention;

  @Option(
      names = "--for",
      required = true,
      paramLabel = "SCHEDULE",
      completionCandidates = Schedules.class,
      converter = Schedules.class,
      description =
          "what calls the procedure: pg_cron (PostgreSQL), mysql-event (MySQL and MariaDB), or"
              + " shell: a script for cron that calls psql, mysql or mariadb")
  private ProcedureSchedule schedule;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "5min",
      converter = DurationConverter.class,
      description =
          "how often: minutes that divide an hour, or hours that divide a day (default:"
              + " ${DEFAULT-VALUE})")
  private Duration every;

  @Option(
      names = "--stop-after",
      paramLabel = "DURATION",
      defaultValue = "0",
      converter = DurationConverter.class,
      description =
          "after how long a run stops, to go on in the next; 0: when all is done (default)")
  private Duration longest;

  @Override
  public Integer call() {
    Settings settings = retention.main().settings(SchemaMode.VALIDATE);
    String script = TaskSchema.of(settings).cleanupScript(schedule, every, longest);
    retention.main().console().out().print(script);
    return ExitCode.DONE.code();
  }
}
