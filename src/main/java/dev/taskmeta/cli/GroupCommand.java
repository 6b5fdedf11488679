package dev.taskmeta.cli;

import dev.taskmeta.GroupMeta;
import dev.taskmeta.GroupProgress;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.TaskMeta;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows a group. */
@Command(
    description = "Shows how far a saved group is, and its tasks.",
    footer = {"", "Example:", "  taskmeta group nightly"})
final class GroupCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Parameters(paramLabel = "ID", description = "the group's id")
  private String id;

  @Option(names = "--json", description = "print one JSON object per task and line")
  private boolean json;

  @Override
  public Integer call() {
    try (ResultBackend backend = main.open(SchemaMode.VALIDATE)) {
      Optional<GroupMeta> group = backend.group(id);
      if (group.isEmpty()) {
        String url = Main.shownUrl(backend.settings());
        main.console().error("unknown group %s in %s".formatted(id, url));
        return ExitCode.UNKNOWN.code();
      }
      Collection<TaskMeta> tasks = backend.getMany(group.get().taskIds()).values();
      if (json) {
        new Tasks(main.console(), backend, true).print(tasks);
      } else {
        main.console().line("group " + id + ": " + summary(backend.groupProgress(id)));
        new TaskTable(main.console()).print(tasks);
      }
      return ExitCode.DONE.code();
    }
  }

  private static String summary(GroupProgress progress) {
    Map<String, Long> states = new TreeMap<>();
    progress.byState().forEach((state, count) -> states.put(state.name(), count));
    String counts =
        states.entrySet().stream()
            .map(each -> each.getValue() + " " + Console.printable(each.getKey()))
            .collect(Collectors.joining(", "));
    return "%d of %d ready (%s)".formatted(progress.readyCount(), progress.total(), counts);
  }
}
