package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a command as a task. */
@Command(
    customSynopsis =
        "taskmeta run [--name N] [--id ID] [--queue Q] [--group G] [--retries N]%n"
            + "             [--retry-delay D] [--timeout D] [--kill-after D] [--expires D]%n"
            + "             [--record-args] [--require-backend] [--store-timeout D]%n"
            + "             [--backend URL] [-v] -- CMD [ARG...]",
    description = {
      "Runs a command as a task: STARTED, then SUCCESS with what it wrote to standard output (as"
          + " JSON where it is JSON, else as text, else as bytes), or FAILURE with its exit code"
          + " and the end of its standard error; RETRY between tries. Passes both through as they"
          + " come, and exits as the command does.",
      "With the database away it warns, runs the command all the same, tries to store for"
          + " --store-timeout, and then prints the record as a line of JSON on standard error."
    },
    footer = {"", "Example:", "  taskmeta run --name backup --retries 2 -- pg_dump -f app.sql app"})
final class RunCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CMD", arity = "1..*", description = "the command and its arguments")
  private List<String> command;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "the task's name (default: the command's base name)")
  private @Nullable String name;

  @Option(names = "--id", paramLabel = "ID", description = "the task's id (default: a new one)")
  private @Nullable String id;

  @Option(names = "--queue", paramLabel = "Q", description = "the task's queue")
  @Nullable String queue;

  @Option(names = "--group", paramLabel = "G", description = "add the task to this group")
  @Nullable String group;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      description = "how often to try again after a failure (default: ${DEFAULT-VALUE})")
  int retries;

  @Option(
      names = "--retry-delay",
      paramLabel = "D",
      defaultValue = "0s",
      description = "how long to wait before trying again (default: ${DEFAULT-VALUE})")
  Duration retryDelay;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description =
          "how long one try may take; then the command and all that it started get"
              + " SIGTERM, and the exit code is 124")
  @Nullable Duration timeout;

  @Option(
      names = "--kill-after",
      paramLabel = "D",
      defaultValue = "5s",
      description = "how long after SIGTERM what remains gets SIGKILL (default: ${DEFAULT-VALUE})")
  Duration killAfter;

  @Option(
      names = "--expires",
      paramLabel = "D",
      description =
          "keep the task so long once it has ended, such as 7d; 0: for ever (default:"
              + " result_expires)")
  @Nullable Duration expires;

  @Option(
      names = "--record-args",
      description =
          "record the command's arguments; what looks like a secret is masked: values of"
              + " options, variables, headers and JSON keys named like password, passphrase, pwd,"
              + " secret, token, api-key, access-key, private-key, credential, authorization, bearer,"
              + " cookie, session-id, signature or AWS_…; -pVALUE; user:password in URLs and after -u")
  private boolean recordArgs;

  @Option(
      names = "--require-backend",
      description = "do not run the command (exit code 125) if the database is away")
  private boolean requireBackend;

  @Option(
      names = "--store-timeout",
      paramLabel = "D",
      defaultValue = "1min",
      description = "how long to try to store the end (default: ${DEFAULT-VALUE})")
  Duration storeTimeout;

  @Override
  public Integer call() throws InterruptedException {
    if (retries < 0) {
      throw new ParameterException(spec.commandLine(), "--retries: count from zero");
    }
    Settings settings = main.settings(SchemaMode.MIGRATE);
    String taskId = id == null ? ResultBackend.newTaskId() : id;
    RunDescription description =
        new RunDescription(
            taskId, name == null ? baseName() : name, recordedArgs(), this, settings);
    RecordedRun run = new RecordedRun(main, settings, command, this, description);
    return run.run(requireBackend);
  }

  private @Nullable List<String> recordedArgs() {
    return recordArgs ? SecretMask.arguments(command.subList(1, command.size())) : null;
  }

  private String baseName() {
    String path = command.get(0);
    String base = path.substring(path.lastIndexOf('/') + 1).strip();
    return base.isEmpty() ? "command" : base;
  }
}
