package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.retention.Hold;
import dev.taskmeta.retention.HoldQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Holds tasks, so that nothing removes them. */
@Command(
    description = {
      "Holds tasks: neither forget nor a cleanup removes them until they are released.",
      "A hold may come before its task."
    },
    footer = {"", "Example:", "  taskmeta hold add 0a8c2f6e-4d1f --reason 'audit 2026-17'"},
    subcommands = {HoldCommand.Add.class, HoldCommand.Shown.class, HoldCommand.Release.class},
    synopsisSubcommandLabel = "COMMAND")
final class HoldCommand {

  private static final int PAGE = 1_000;

  @ParentCommand private Main main;

  /** Holds tasks. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Holds tasks, stored or not; all or none.",
      footer = {
        "",
        "Example:",
        "  taskmeta hold add 0a8c2f6e-4d1f 7c1f3c1c-9b55 --reason 'audit 2026-17'"
      })
  static final class Add implements Callable<Integer> {

    @ParentCommand private HoldCommand hold;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "the tasks' ids")
    private List<String> ids;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "why; it is shown wherever the hold refuses something")
    private String reason;

    @Option(
        names = "--by",
        paramLabel = "NAME",
        description = "who holds them (default: the user of this system)")
    private @Nullable String by;

    @Override
    public Integer call() {
      try (ResultBackend backend = hold.main.open(SchemaMode.VALIDATE)) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>(ids);
        backend.holds().add(distinct, reason, name(by));
        hold.main.console().line("held %d".formatted(distinct.size()));
        return ExitCode.DONE.code();
      }
    }
  }

  /** Lists holds. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Lists holds, the newest first.",
      footer = {"", "Example:", "  taskmeta hold list --all"})
  static final class Shown implements Callable<Integer> {

    @ParentCommand private HoldCommand hold;

    @Option(names = "--all", description = "also those that have been released")
    private boolean all;

    @Option(names = "--json", description = "print one JSON object per hold and line")
    private boolean json;

    @Override
    public Integer call() {
      Console console = hold.main.console();
      try (ResultBackend backend = hold.main.open(SchemaMode.VALIDATE)) {
        HoldQuery query = HoldQuery.newest(PAGE).withReleased(all);
        List<Hold> page = backend.holds().list(query);
        if (page.isEmpty() && !json) {
          console.note("no holds in " + Main.shownUrl(backend.settings()));
        }
        while (!page.isEmpty()) {
          page.stream().map(json ? HoldText::json : HoldText::text).forEach(console::line);
          long last = page.get(page.size() - 1).id();
          page = page.size() < PAGE ? List.of() : backend.holds().list(query.withBefore(last));
        }
        return ExitCode.DONE.code();
      }
    }
  }

  /** Releases tasks. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Ends all holds of tasks; tasks that are not held are no error.",
      footer = {"", "Example:", "  taskmeta hold release 0a8c2f6e-4d1f"})
  static final class Release implements Callable<Integer> {

    @ParentCommand private HoldCommand hold;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "the tasks' ids")
    private List<String> ids;

    @Option(
        names = "--by",
        paramLabel = "NAME",
        description = "who releases them (default: the user of this system)")
    private @Nullable String by;

    @Override
    public Integer call() {
      try (ResultBackend backend = hold.main.open(SchemaMode.VALIDATE)) {
        List<Hold> released = backend.holds().release(ids, name(by));
        Console console = hold.main.console();
        released.stream().map(HoldText::text).forEach(console::line);
        console.line("released %d".formatted(released.size()));
        return ExitCode.DONE.code();
      }
    }
  }

  private static String name(@Nullable String given) {
    return given == null ? System.getProperty("user.name", "unknown") : given;
  }
}
