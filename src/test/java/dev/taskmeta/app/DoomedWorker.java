package dev.taskmeta.app;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Settings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A worker process for tests to kill: one task runs, one waits for it, one for its next try. */
final class DoomedWorker {

  private DoomedWorker() {}

  public static void main(String[] args) {
    String url = Settings.fromEnvironment(System.getenv()).resultBackend().orElseThrow();
    ResultBackend backend = AppContract.open(url);
    TaskApp app = TaskApp.builder(backend).poolSize(1).build();
    app.boundTask(
            "retrying",
            String.class,
            context -> {
              throw context.retry(new IllegalStateException("later"), 1, Duration.ofHours(1));
            })
        .applyAsync(java.util.List.of(), CallOptions.DEFAULT.withId("retrying"));
    Task0<String> forever =
        app.task(
            "forever",
            String.class,
            () -> {
              new CountDownLatch(1).await();
              return "never";
            });
    forever.applyAsync(CallOptions.DEFAULT.withId("running"));
    forever.applyAsync(CallOptions.DEFAULT.withId("queued"));
  }
}
