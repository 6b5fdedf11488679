package dev.taskmeta.cli;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskMeta;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Blocks until tasks are ready. */
@Command(
    description = "Waits until tasks are ready and shows each as it ends; unknown ones too.",
    footer = {"", "Example:", "  taskmeta wait nightly-2026-11-22 --timeout 10s"})
final class WaitCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "the tasks' ids")
  private List<String> ids;

  @ArgGroup private @Nullable HowMany howMany;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "wait so long at most, such as 10s; 0 looks once (default: for ever)")
  private @Nullable Duration timeout;

  @Option(names = "--json", description = "print one JSON object per task and line")
  private boolean json;

  /** Either all or any. */
  static final class HowMany {

    @Option(names = "--any", description = "until one of the tasks is ready")
    private boolean any;

    @Option(names = "--all", description = "until all of the tasks are ready (default)")
    private boolean all;
  }

  /** A task whose waiting has ended, with the reason if that is not the task's own. */
  private record Ended(AsyncResult<Object> result, @Nullable Throwable problem) {}

  @Override
  public Integer call() throws InterruptedException {
    try (ResultBackend backend = main.open(SchemaMode.VALIDATE)) {
      Tasks tasks = new Tasks(main.console(), backend, json);
      Set<String> missing = new LinkedHashSet<>(ids);
      BlockingQueue<Ended> queue = queue(backend, missing);
      long start = System.nanoTime();
      boolean failed = false;
      do {
        Ended ended = next(queue, start);
        if (ended == null) {
          return timedOut(backend, missing);
        }
        TaskMeta meta = meta(ended);
        missing.remove(meta.taskId());
        failed |= Tasks.failed(meta);
        tasks.print(meta);
      } while (!missing.isEmpty() && !(howMany != null && howMany.any));
      return (failed ? ExitCode.TASK_FAILED : ExitCode.DONE).code();
    }
  }

  private static BlockingQueue<Ended> queue(ResultBackend backend, Set<String> ids) {
    BlockingQueue<Ended> queue = new LinkedBlockingQueue<>();
    for (String id : ids) {
      AsyncResult<Object> result = backend.asyncResult(id);
      if (result.ready()) {
        queue.add(new Ended(result, null));
      } else {
        result.toFuture().whenComplete((value, problem) -> queue.add(new Ended(result, problem)));
      }
    }
    return queue;
  }

  private @Nullable Ended next(BlockingQueue<Ended> queue, long start) throws InterruptedException {
    if (timeout == null) {
      return queue.take();
    }
    long left = timeout.toNanos() - (System.nanoTime() - start);
    return queue.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
  }

  private static TaskMeta meta(Ended ended) {
    Throwable problem = ended.problem();
    Throwable reason = problem != null && problem.getCause() != null ? problem.getCause() : problem;
    if (reason instanceof StoreException failure) {
      throw failure;
    }
    return ended.result().meta();
  }

  private int timedOut(ResultBackend backend, Set<String> missing) {
    backend
        .getMany(missing)
        .values()
        .forEach(
            meta ->
                main.console()
                    .error(
                        "timed out: task %s is not ready, its last state is %s"
                            .formatted(
                                meta.taskId(), meta.state() + (meta.known() ? "" : " (unknown)"))));
    return ExitCode.TIMED_OUT.code();
  }
}
