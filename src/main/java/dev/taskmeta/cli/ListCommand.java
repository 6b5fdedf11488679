package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskQuery;
import dev.taskmeta.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists tasks, page after page. */
@Command(
    description = "Lists tasks, the newest first.",
    footer = {"", "Example:", "  taskmeta list --state FAILURE --name 'backup-*' --since 2h"})
final class ListCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Option(names = "--state", paramLabel = "S", description = "only tasks in this state")
  private @Nullable TaskState state;

  @Option(
      names = "--name",
      paramLabel = "GLOB",
      description = "only tasks of this name; * stands for any text, and case matters")
  private @Nullable String name;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description = "only tasks created so long ago at most, such as 2h")
  private @Nullable Duration since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many at most, 1 to 9,999 (default: ${DEFAULT-VALUE})")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "KEY",
      description = "only what comes after this place, which the page before ended with")
  private @Nullable String after;

  @Option(names = "--json", description = "print one JSON object per task and line")
  private boolean json;

  @Override
  public Integer call() {
    // One more than asked for tells whether there is another page.
    TaskQuery query =
        new TaskQuery(
            state,
            name,
            since == null ? null : Instant.now().minus(since),
            limit < TaskQuery.MOST && limit > 0 ? limit + 1 : limit,
            after == null ? null : TaskQuery.Place.parse(after));
    try (ResultBackend backend = main.open(SchemaMode.VALIDATE)) {
      List<TaskMeta> found = backend.list(query);
      List<TaskMeta> page = found.subList(0, Math.min(limit, found.size()));
      if (json) {
        new Tasks(main.console(), backend, true).print(page);
      } else if (page.isEmpty()) {
        main.console().note("no tasks found in " + Main.shownUrl(backend.settings()));
      } else {
        new TaskTable(main.console()).print(page);
      }
      if (found.size() > page.size()) {
        TaskMeta last = page.get(page.size() - 1);
        TaskQuery.Place place = new TaskQuery.Place(last.createdAt().orElseThrow(), last.taskId());
        main.console().note("there are more; for the next page add --after " + place);
      }
      return ExitCode.DONE.code();
    }
  }
}
