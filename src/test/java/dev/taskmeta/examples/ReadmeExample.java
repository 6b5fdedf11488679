package dev.taskmeta.examples;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;

/** The lines of Java in the README. */
public final class ReadmeExample {

  private ReadmeExample() {}

  public static void main(String[] args) {
    try (ResultBackend backend = ResultBackend.open("db+sqlite:///taskmeta.db")) {
      backend.store(TaskUpdate.builder("sum-1", TaskState.STARTED).name("add").build());
      AsyncResult<Integer> sum = backend.asyncResult("sum-1", Integer.class);
      System.out.println(sum.state() + ", ready: " + sum.ready());
      backend.store(TaskUpdate.builder("sum-1", TaskState.SUCCESS).result(10 + 20).build());
      System.out.println(sum.get(Duration.ofSeconds(10)) + ", " + sum.state());
      System.out.println("a late RETRY: " + backend.updateState("sum-1", TaskState.RETRY, null));
    }
  }
}
