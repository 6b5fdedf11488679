package dev.taskmeta.cli;

import dev.taskmeta.Settings;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command from its first try to its last, recorded. When this process is told to end
 * (Ctrl-C, SIGTERM, SIGHUP), the command is ended and REVOKED is stored before the process goes.
 */
final class RecordedRun {

  /** Exit codes of a command that a Ctrl-C or the like, meant for us too, may have ended. */
  private static final Set<Integer> TOLD_TO_END = Set.of(129, 130, 143);

  /** How much later than the command's end our own signal may arrive. */
  private static final Duration SIGNAL_DELAY = Duration.ofMillis(500);

  /** How long storing REVOKED may hold up the end of the process, beside ending the command. */
  private static final Duration LAST_STORE = Duration.ofSeconds(15);

  private final Main main;
  private final Settings settings;
  private final List<String> command;
  private final RunCommand options;
  private final RunDescription description;
  private final CountDownLatch calledOff = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Recorder recorder;
  private @Nullable ChildProcess child;

  RecordedRun(
      Main main,
      Settings settings,
      List<String> command,
      RunCommand options,
      RunDescription description) {
    this.main = main;
    this.settings = settings;
    this.command = command;
    this.options = options;
    this.description = description;
    this.recorder = new Recorder(settings, main.console(), calledOff);
  }

  /** Runs; returns the exit code. */
  int run(boolean requireBackend) throws InterruptedException {
    if (main.surroundings().ownsProcess()) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::callOff, "taskmeta-called-off"));
    }
    try (recorder) {
      recorder.open(requireBackend);
      return tries();
    } finally {
      finished.countDown();
    }
  }

  /** The JVM is about to end: ends the command and lets the main thread store that. */
  private void callOff() {
    if (finished.getCount() == 0) {
      return;
    }
    calledOff.countDown();
    try {
      endChild();
      finished.await(options.killAfter.plus(LAST_STORE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endChild() {
    ChildProcess running;
    synchronized (this) {
      running = child;
    }
    if (running != null) {
      running.end(options.killAfter);
    }
  }

  private int tries() throws InterruptedException {
    for (int before = 0; ; before++) {
      description.begin(before);
      recorder.during(description.update(TaskState.STARTED).build());
      Attempt attempt = attempt();
      if (TOLD_TO_END.contains(attempt.exitCode()) && main.surroundings().ownsProcess()) {
        calledOff.await(SIGNAL_DELAY.toNanos(), TimeUnit.NANOSECONDS);
      }
      boolean again = attempt.error() != null && attempt.mayTryAgain() && before < options.retries;
      if (isCalledOff() || !again) {
        return end(attempt);
      }
      recorder.during(failed(attempt, TaskState.RETRY));
      if (calledOff.await(options.retryDelay.toNanos(), TimeUnit.NANOSECONDS)) {
        return end(attempt);
      }
    }
  }

  private boolean isCalledOff() {
    return calledOff.getCount() == 0;
  }

  private Attempt attempt() throws InterruptedException {
    Capture output = new Capture(settings.resultMaxBytes());
    Tail errors = new Tail();
    String shown = command.get(0);
    ExitCode problem = Executable.problem(shown, main.surroundings().environment());
    if (problem != null) {
      String why = problem == ExitCode.NOT_FOUND ? ": command not found" : ": cannot be executed";
      main.console().error(shown + why);
      return Attempt.notStarted(problem, shown + why, output, errors);
    }
    try {
      if (!start(output, errors)) {
        return Attempt.ended(shown, ExitCode.SIGNALLED, output, errors);
      }
    } catch (IOException e) {
      main.console().error(String.valueOf(e.getMessage()));
      String why = String.valueOf(e.getMessage());
      return Attempt.notStarted(ExitCode.NOT_EXECUTABLE, why, output, errors);
    }
    return await(shown, output, errors);
  }

  /** Starts the command unless this run has been called off; returns whether it did. */
  private synchronized boolean start(Capture output, Tail errors) throws IOException {
    if (isCalledOff()) {
      return false;
    }
    Surroundings surroundings = main.surroundings();
    description.starting();
    child =
        ChildProcess.start(command, surroundings, Progress.before(output, surroundings), errors);
    return true;
  }

  private Attempt await(String shown, Capture output, Tail errors) throws InterruptedException {
    ChildProcess running = java.util.Objects.requireNonNull(child);
    boolean inTime = running.await(options.timeout);
    if (!inTime) {
      running.end(options.killAfter);
      running.await(null);
    }
    if (!running.drain()) {
      main.console()
          .warning(
              "something that "
                  + shown
                  + " left running still holds its output; what it writes from now on is lost");
    }
    return inTime || options.timeout == null
        ? Attempt.ended(shown, running.exitCode(), output, errors)
        : Attempt.timedOut(shown, Times.took(options.timeout), output, errors);
  }

  private TaskUpdate failed(Attempt attempt, TaskState state) {
    String traceback = attempt.errors().text();
    return description
        .update(state)
        .error(attempt.error())
        .traceback(traceback.isEmpty() ? null : traceback)
        .build();
  }

  private int end(Attempt attempt) throws InterruptedException {
    Instant finishedAt = Instant.now();
    if (isCalledOff()) {
      recorder.end(List.of(revoked(attempt, finishedAt)), Duration.ZERO);
    } else if (attempt.error() != null) {
      TaskUpdate failure =
          failed(attempt, TaskState.FAILURE).toBuilder().finishedAt(finishedAt).build();
      recorder.end(List.of(failure), options.storeTimeout);
    } else {
      recorder.end(succeeded(attempt, finishedAt), options.storeTimeout);
    }
    tell(attempt, finishedAt);
    return attempt.exitCode();
  }

  private TaskUpdate revoked(Attempt attempt, Instant finishedAt) {
    String reason = "taskmeta run was told to end (Ctrl-C or a signal) and ended " + command.get(0);
    String traceback = attempt.errors().text();
    return description
        .update(TaskState.REVOKED)
        .error(TaskError.of("TaskRevokedError", reason))
        .traceback(traceback.isEmpty() ? null : traceback)
        .finishedAt(finishedAt)
        .build();
  }

  private List<TaskUpdate> succeeded(Attempt attempt, Instant finishedAt) {
    Capture output = attempt.output();
    long limit = settings.resultMaxBytes();
    if (!output.isWhole()) {
      main.console()
          .warning(
              "the output of %,d bytes is over result_max_bytes (%,d) and is not kept"
                  .formatted(output.total(), limit));
    }
    return OutputResult.candidates(output, limit).stream()
        .map(with -> with.apply(description.update(TaskState.SUCCESS)))
        .map(update -> update.finishedAt(finishedAt).build())
        .toList();
  }

  /** On a terminal somebody looks on, who will want the id. */
  private void tell(Attempt attempt, Instant finishedAt) {
    if (main.surroundings().errTerminal() || main.verbose()) {
      TaskState state =
          isCalledOff()
              ? TaskState.REVOKED
              : attempt.error() == null ? TaskState.SUCCESS : TaskState.FAILURE;
      Duration took = Duration.between(description.startedAt(), finishedAt);
      main.console()
          .note(
              "%s %s in %s, task %s"
                  .formatted(description.name(), state, Times.took(took), description.taskId()));
    }
  }
}
