package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.TaskMeta;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows tasks. */
@Command(
    description = "Shows state, result, times and traceback of tasks.",
    footer = {
      "",
      "An unknown id (3) goes before a failed task (1).",
      "",
      "Example:",
      "  taskmeta get 0a8c2f6e-4d1f-4a57-9b55-1f2f3c1c7c11 --json"
    })
final class GetCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "the tasks' ids")
  private List<String> ids;

  @Option(names = "--json", description = "print one JSON object per task and line")
  private boolean json;

  @Override
  public Integer call() {
    try (ResultBackend backend = main.open(SchemaMode.VALIDATE)) {
      Collection<TaskMeta> metas = backend.getMany(ids).values();
      Tasks tasks = new Tasks(main.console(), backend, json);
      metas.stream().filter(meta -> json || meta.known()).forEach(tasks::print);
      metas.stream().filter(meta -> !meta.known()).forEach(meta -> unknown(meta, backend));
      if (!metas.stream().allMatch(TaskMeta::known)) {
        return ExitCode.UNKNOWN.code();
      }
      boolean failed = metas.stream().anyMatch(Tasks::failed);
      return (failed ? ExitCode.TASK_FAILED : ExitCode.DONE).code();
    }
  }

  private void unknown(TaskMeta meta, ResultBackend backend) {
    main.console()
        .error(
            "unknown task %s: never stored, or expired or forgotten, in %s"
                .formatted(meta.taskId(), Main.shownUrl(backend.settings())));
  }
}
