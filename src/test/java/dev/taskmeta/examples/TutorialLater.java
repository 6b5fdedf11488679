package dev.taskmeta.examples;

import dev.taskmeta.AsyncResult;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Settings;

/** Asks again, in another process, with nothing but the ids. */
public final class TutorialLater {

  private TutorialLater() {}

  public static void main(String[] taskIds) {
    Settings settings = Settings.fromEnvironment(System.getenv());
    try (ResultBackend backend = ResultBackend.open(settings)) {
      for (String taskId : taskIds) {
        AsyncResult<Object> result = backend.asyncResult(taskId);
        System.out.println(result.name().orElse("unknown") + result.args().orElseThrow());
        System.out.println("  state " + result.state() + ", ready " + result.ready());
        System.out.println(
            "  result " + (result.successful() ? result.get() : result.meta().error().get()));
      }
    }
  }
}
