package dev.taskmeta.examples;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.TaskFailedException;
import dev.taskmeta.app.Task1;
import dev.taskmeta.app.Task2;
import dev.taskmeta.app.TaskApp;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Sends two tasks and asks for their homework. */
public final class TutorialExample {

  private TutorialExample() {}

  public static void main(String[] args) {
    run("db+sqlite:///tutorial.db", new Random(), System.out);
  }

  static void run(String resultBackend, RandomGenerator random, PrintStream out) {
    try (TaskApp app = TaskApp.open(resultBackend)) {
      Task2<Integer, Integer, Integer> add =
          app.task(
              "add",
              Integer.class,
              (x, y) -> {
                TimeUnit.SECONDS.sleep(3); // Simulate work
                return x + y;
              });
      Task1<String, String> failSometimes =
          app.task(
              "fail_sometimes",
              String.class,
              x -> {
                if (random.nextDouble() < 0.5) {
                  throw new IllegalArgumentException("Something went wrong!");
                }
                return "Processed " + x;
              });

      AsyncResult<Integer> sum = add.delay(10, 20);
      out.println("Sent task add(10, 20). Task ID: " + sum.id());
      AsyncResult<String> processed = failSometimes.delay("my data");
      out.println("Sent task fail_sometimes(\"my data\"). Task ID: " + processed.id());

      check("add", sum, out);
      check("fail_sometimes", processed, out);
    }
  }

  private static void check(String task, AsyncResult<?> result, PrintStream out) {
    out.println();
    out.println("Checking results for " + task + " task (" + result.id() + ")...");
    out.println("Is " + task + " ready? " + result.ready());
    out.println("State of " + task + ": " + result.state());
    try {
      Object value = result.get(Duration.ofSeconds(10)); // Blocks until the task is finished
      out.println("Result of " + task + ": " + value);
      out.println("Did " + task + " succeed? " + result.successful());
      out.println("Final state of " + task + ": " + result.state());
    } catch (TaskFailedException e) {
      out.println("Could not get result for " + task + ": " + e.error());
      out.println("Final state of " + task + ": " + result.state());
      out.println("Did " + task + " fail? " + result.failed());
      out.println("Traceback:\n" + result.traceback().orElse("none").stripTrailing());
    }
  }
}
