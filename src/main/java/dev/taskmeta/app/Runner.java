package dev.taskmeta.app;

import dev.taskmeta.InTask;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt of a call on the thread it is called on, and stores what comes of it. */
final class Runner {

  private static final Logger LOGGER = LoggerFactory.getLogger(Runner.class);

  /** How the function ended: with a value, or with a problem. */
  private record End(@Nullable Object value, @Nullable Throwable problem) {}

  private final TaskApp app;
  private final Calls calls;

  Runner(TaskApp app, Calls calls) {
    this.app = app;
    this.calls = calls;
  }

  void run(Call call) {
    try {
      if (begin(call)) {
        finish(call, attempt(call));
      }
    } catch (Throwable e) {
      LOGGER.error("task {} is given up: what came of it cannot be told", call.id, e);
      calls.giveUp(call);
    } finally {
      // An interrupt was meant for the task, not for the next one on this thread.
      Thread.interrupted();
    }
  }

  /** Takes the call out of the queue; returns false if it must not run. */
  private boolean begin(Call call) {
    synchronized (call) {
      if (call.phase != Call.Phase.WAITING) {
        return false;
      }
      if (call.expiresAt != null && !call.expiresAt.isAfter(Instant.now())) {
        calls.endWaiting(call, "expired");
        return false;
      }
      call.phase = Call.Phase.RUNNING;
      if (!call.options.ignoreResult && !storeStarted(call)) {
        calls.end(call, null);
        return false;
      }
      call.thread = Thread.currentThread();
      return true;
    }
  }

  private boolean storeStarted(Call call) {
    try {
      boolean accepted =
          app.backend()
              .store(
                  TaskUpdate.builder(call.id, TaskState.STARTED)
                      .worker(app.worker())
                      .retries(call.retries)
                      .aliveFor(app.aliveInterval())
                      .build());
      if (!accepted) {
        LOGGER.info("task {} is not run: it has succeeded elsewhere", call.id);
      }
      return accepted;
    } catch (RuntimeException e) {
      LOGGER.warn("task {} runs although its start was not stored: {}", call.id, e.getMessage());
      return true;
    }
  }

  private End attempt(Call call) {
    TaskContext context = new TaskContext(app, call, call.retries);
    TaskContext.enter(context);
    try {
      return InTask.run(() -> call(call.function, context));
    } finally {
      TaskContext.enter(null);
    }
  }

  private static End call(TaskFunction<?> function, TaskContext context) {
    try {
      return new End(function.run(context), null);
    } catch (Throwable e) {
      return new End(null, e);
    }
  }

  private void finish(Call call, End end) {
    synchronized (call) {
      call.thread = null;
      Thread.interrupted();
      Throwable problem = end.problem();
      if (problem == null) {
        calls.end(call, outcome(call, TaskState.SUCCESS).result(end.value()).build());
      } else if (call.revoked) {
        LOGGER.debug("task {} ended after it was revoked", call.id, problem);
        calls.end(call, null);
      } else if (problem instanceof RetryException retry) {
        retry(call, retry.getCause(), retry.delay());
      } else if (call.retries < call.options.retries) {
        retry(call, problem, call.options.retryDelay);
      } else {
        calls.end(call, failure(call, problem));
      }
    }
  }

  private void retry(Call call, Throwable cause, Duration delay) {
    if (calls.closed()) {
      calls.end(call, failure(call, cause));
      return;
    }
    Instant eta = Instant.now().plus(delay);
    call.lastFailure = cause;
    if (!call.options.ignoreResult) {
      storeRetry(call, cause, eta);
    }
    call.retries++;
    call.eta = eta;
    call.phase = Call.Phase.WAITING;
    calls.enqueue(call);
  }

  private void storeRetry(Call call, Throwable cause, Instant eta) {
    try {
      app.backend()
          .store(
              failed(TaskUpdate.builder(call.id, TaskState.RETRY), cause)
                  .worker(app.worker())
                  .retries(call.retries)
                  .eta(eta)
                  .aliveFor(app.aliveInterval())
                  .build());
    } catch (RuntimeException e) {
      LOGGER.warn("task {} is tried again, which was not stored: {}", call.id, e.getMessage());
    }
  }

  /** Makes the FAILURE of a call. */
  TaskUpdate failure(Call call, Throwable problem) {
    if (call.options.ignoreResult) {
      LOGGER.error("task {} ({}), whose result is ignored, failed", call.id, call.name, problem);
    }
    return failed(outcome(call, TaskState.FAILURE), problem).build();
  }

  private TaskUpdate.Builder outcome(Call call, TaskState state) {
    return TaskUpdate.builder(call.id, state)
        .worker(app.worker())
        .retries(call.retries)
        .finishedAt(Instant.now());
  }

  /** Carries a throwable, even one whose own methods throw. */
  private static TaskUpdate.Builder failed(TaskUpdate.Builder update, Throwable problem) {
    try {
      return update.failure(problem);
    } catch (RuntimeException | StackOverflowError e) {
      return update.error(
          TaskError.of(problem.getClass().getName(), "its message cannot be read: " + e));
    }
  }
}
