package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.retention.Explanation;
import dev.taskmeta.retention.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says how long which tasks are kept. */
@Command(
    description = {
      "Says how long which tasks are kept, and what becomes of them then: policies, which are rows"
          + " of the table retention_policy.",
      "A change takes effect at the next cleanup, also for tasks that are stored already."
    },
    footer = {
      "",
      "Example:",
      "  taskmeta retention set 'reports.*' --keep 30d --archive --archive-keep 365d"
    },
    subcommands = {
      RetentionCommand.Shown.class,
      RetentionSetCommand.class,
      RetentionCommand.Remove.class,
      RetentionCommand.Explain.class,
      RetentionScriptCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class RetentionCommand {

  @ParentCommand private Main main;

  Main main() {
    return main;
  }

  /** Lists policies. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Lists the policies, those that win first.",
      footer = {"", "Example:", "  taskmeta retention list"})
  static final class Shown implements Callable<Integer> {

    @ParentCommand private RetentionCommand retention;

    @Option(names = "--json", description = "print one JSON object per policy and line")
    private boolean json;

    @Override
    public Integer call() {
      Console console = retention.main.console();
      try (ResultBackend backend = retention.main.open(SchemaMode.VALIDATE)) {
        List<RetentionPolicy> policies =
            backend.retention().policies().stream().sorted(RetentionPolicy.PRECEDENCE).toList();
        if (json) {
          policies.forEach(policy -> console.line(RetentionJson.text(policy)));
        } else if (policies.isEmpty()) {
          console.note(
              "no policies in %s: result_expires=%s holds for all tasks"
                  .formatted(
                      Main.shownUrl(backend.settings()),
                      PolicyText.keep(backend.settings().resultExpires(), true)));
        } else {
          PolicyText.table(policies).forEach(console::line);
        }
        return ExitCode.DONE.code();
      }
    }
  }

  /** Removes a policy. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Removes policies; tasks that were under them are kept as others say.",
      footer = {"", "Example:", "  taskmeta retention remove 3"})
  static final class Remove implements Callable<Integer> {

    @ParentCommand private RetentionCommand retention;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "the policies' numbers")
    private List<Long> ids;

    @Override
    public Integer call() {
      try (ResultBackend backend = retention.main.open(SchemaMode.VALIDATE)) {
        boolean all = true;
        for (long id : ids) {
          if (backend.retention().remove(id)) {
            retention.main.console().line("removed policy " + id);
          } else {
            retention
                .main
                .console()
                .error("no policy %d; taskmeta retention list shows those there are".formatted(id));
            all = false;
          }
        }
        return (all ? ExitCode.DONE : ExitCode.UNKNOWN).code();
      }
    }
  }

  /** Explains how long a task is kept. */
  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Says which policy a task is under and why, when it goes, and what holds it.",
      footer = {"", "Example:", "  taskmeta retention explain 0a8c2f6e-4d1f"})
  static final class Explain implements Callable<Integer> {

    @ParentCommand private RetentionCommand retention;

    @Parameters(paramLabel = "ID", description = "the task's id")
    private String id;

    @Option(names = "--json", description = "print a JSON object")
    private boolean json;

    @Override
    public Integer call() {
      Console console = retention.main.console();
      try (ResultBackend backend = retention.main.open(SchemaMode.VALIDATE)) {
        Optional<Explanation> explained = backend.retention().explain(id);
        if (explained.isEmpty()) {
          console.error("unknown task %s in %s".formatted(id, Main.shownUrl(backend.settings())));
          return ExitCode.UNKNOWN.code();
        }
        if (json) {
          console.line(RetentionJson.text(explained.get()));
        } else {
          PolicyText.explain(explained.get(), backend.settings()).forEach(console::line);
        }
        return ExitCode.DONE.code();
      }
    }
  }
}
