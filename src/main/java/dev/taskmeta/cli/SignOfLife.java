package dev.taskmeta.cli;

import dev.taskmeta.ResultBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the background that a task is alive, until it is closed or the process dies. */
final class SignOfLife implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(SignOfLife.class);

  private final ResultBackend backend;
  private final String taskId;
  private final Duration interval;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "taskmeta-sign-of-life");
            thread.setDaemon(true);
            return thread;
          });

  SignOfLife(ResultBackend backend, String taskId) {
    this.backend = backend;
    this.taskId = taskId;
    this.interval = backend.settings().taskAliveInterval();
    long nanos = interval.toNanos();
    executor.scheduleWithFixedDelay(this::renew, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void renew() {
    try {
      backend.keepAlive(List.of(taskId), interval);
    } catch (RuntimeException e) {
      // The command must not die of it, and the next sign may come through.
      LOGGER.debug("no sign of life could be given for task {}", taskId, e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
