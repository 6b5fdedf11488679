package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskMeta;
import java.util.Collection;

/** Prints tasks, as text or as JSON, and says which exit code they make. */
final class Tasks {

  private final Console console;
  private final ResultBackend backend;
  private final boolean json;
  private boolean first = true;

  Tasks(Console console, ResultBackend backend, boolean json) {
    this.console = console;
    this.backend = backend;
    this.json = json;
  }

  void print(TaskMeta meta) {
    if (json) {
      console.line(TaskJson.line(meta, backend.children(meta.taskId())));
      return;
    }
    if (!first) {
      console.line("");
    }
    first = false;
    new TaskText(console).print(meta);
  }

  void print(Collection<TaskMeta> metas) {
    metas.forEach(this::print);
  }

  /** Whether a task will bring no result any more. */
  static boolean failed(TaskMeta meta) {
    return meta.state().propagates() || meta.lost();
  }
}
