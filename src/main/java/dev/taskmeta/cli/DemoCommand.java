package dev.taskmeta.cli;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.app.Task1;
import dev.taskmeta.app.Task2;
import dev.taskmeta.app.TaskApp;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Shows what a result backend is for. */
@Command(
    description = "Runs two small tasks in this process, tells what happens, and where to look.",
    footer = {"", "Example:", "  taskmeta demo"})
final class DemoCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    try (ResultBackend backend = main.open(SchemaMode.MIGRATE);
        TaskApp app = TaskApp.open(backend)) {
      Task2<Integer, Integer, Integer> add = app.task("add", Integer.class, DemoCommand::add);
      Task1<String, String> failSometimes =
          app.task("failSometimes", String.class, DemoCommand::failSometimes);
      say("Two tasks run in this process; what becomes of them is kept in");
      say("  " + Main.shownUrl(backend.settings()));
      say("");
      AsyncResult<Integer> sum = add.delay(10, 20);
      say("Sent add(10, 20), which takes three seconds. Task ID: " + sum.id());
      AsyncResult<String> text = failSometimes.delay("my data");
      say("Sent failSometimes(\"my data\"), which fails half the time. Task ID: " + text.id());
      follow("add", sum);
      follow("failSometimes", text);
      whereToLook(sum.id(), text.id());
      return ExitCode.DONE.code();
    }
  }

  private static int add(int first, int second) throws InterruptedException {
    TimeUnit.SECONDS.sleep(3);
    return first + second;
  }

  private static String failSometimes(String data) {
    if (ThreadLocalRandom.current().nextBoolean()) {
      throw new IllegalArgumentException("Something went wrong!");
    }
    return "Processed " + data;
  }

  private void follow(String name, AsyncResult<?> result) {
    say("");
    say("Is %s ready? %s. Its state: %s".formatted(name, result.ready(), result.state()));
    say("Waiting for it, ten seconds at most ...");
    try {
      say("Result of %s: %s".formatted(name, result.get(PATIENCE)));
    } catch (TaskFailedException e) {
      say("It failed in its worker: " + e.error());
    }
    say("Did it succeed? %s. Did it fail? %s.".formatted(result.successful(), result.failed()));
    say("Its state: " + result.state());
  }

  private void whereToLook(String sum, String text) {
    say("");
    say("All of this is kept. Ask again from another process:");
    say("  taskmeta get " + sum);
    say("  taskmeta get " + text + "   (with its traceback if it failed)");
    say("  taskmeta list");
    say("or with SQL, in the database itself:");
    say("  select task_id, name, state, result, error_message, finished_at from task_meta;");
  }

  private void say(String line) {
    main.console().line(line);
  }
}
