package dev.taskmeta.cli;

import dev.taskmeta.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * How one try of a command ended.
 *
 * @param exitCode what taskmeta is to exit with if it was the last
 * @param error what went wrong, or null if nothing did
 * @param output what the command wrote to standard output
 * @param errors the end of what it wrote to standard error
 * @param mayTryAgain whether another try could end otherwise
 */
record Attempt(
    int exitCode, @Nullable TaskError error, Capture output, Tail errors, boolean mayTryAgain) {

  /** A command that could not be started. */
  static Attempt notStarted(ExitCode code, String message, Capture output, Tail errors) {
    String type = code == ExitCode.NOT_FOUND ? "CommandNotFound" : "CommandNotExecutable";
    return new Attempt(code.code(), TaskError.of(type, message), output, errors, false);
  }

  /** A command that has ended by itself. */
  static Attempt ended(String command, int exitCode, Capture output, Tail errors) {
    String signal = SignalName.of(exitCode);
    TaskError error = null;
    if (signal != null) {
      error =
          TaskError.of(
              "CommandKilled",
              "%s was killed by %s (exit code %d)".formatted(command, signal, exitCode));
    } else if (exitCode != 0) {
      error = TaskError.of("CommandFailed", "%s exited with code %d".formatted(command, exitCode));
    }
    return new Attempt(exitCode, error, output, errors, true);
  }

  /** A command that was ended because it took too long. */
  static Attempt timedOut(String command, String limit, Capture output, Tail errors) {
    TaskError error =
        TaskError.of(
            "CommandTimedOut", "%s was ended: it ran longer than %s".formatted(command, limit));
    return new Attempt(ExitCode.RUN_TIMED_OUT.code(), error, output, errors, true);
  }
}
