package dev.taskmeta.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every exit code of the command line; the help prints this list. */
enum ExitCode {
  DONE(0, "done"),
  TASK_FAILED(1, "the task failed (get, wait: any id is FAILURE, REVOKED or lost)"),
  USAGE(2, "wrong usage or configuration, or a value that cannot be stored"),
  UNKNOWN(3, "unknown task or group (get, group)"),
  TIMED_OUT(4, "timed out (wait)"),
  UNAVAILABLE(5, "database unreachable, or its schema missing, old or not ours"),
  REFUSED(6, "refused: SUCCESS is final, a task is held, or another cleanup runs"),
  FOUND(7, "doctor found an error (with --strict, a warning too)"),
  RUN_TIMED_OUT(124, "run: the command was ended by --timeout"),
  TROUBLE(125, "run: trouble of taskmeta's own; elsewhere: a defect of taskmeta"),
  NOT_EXECUTABLE(126, "run: the command cannot be executed"),
  NOT_FOUND(127, "run: the command was not found");

  /** What a shell adds to a signal's number. */
  static final int SIGNALLED = 128;

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** The list for the help, in order. */
  static Map<String, String> help() {
    Map<String, String> help = new LinkedHashMap<>();
    for (ExitCode each : values()) {
      help.put(String.valueOf(each.code), each.meaning);
    }
    help.put("128+n", "run: the command, or taskmeta itself, was ended by signal n");
    help.put("other", "run: the command's own exit code");
    return help;
  }
}
