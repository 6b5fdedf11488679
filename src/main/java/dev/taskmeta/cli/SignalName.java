package dev.taskmeta.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names the signal behind an exit code, with Linux's numbers. */
final class SignalName {

  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private SignalName() {}

  /**
   * Returns the name of the signal that ended a process.
   *
   * @param exitCode the process's exit code, as Java and shells give it: 128 + the signal. A
   *     process that itself exits with such a code cannot be told apart.
   * @return the name, such as SIGKILL, or null if it was no signal
   */
  static @Nullable String of(int exitCode) {
    int signal = exitCode - ExitCode.SIGNALLED;
    return signal >= 1 && signal <= NAMES.size() ? "SIG" + NAMES.get(signal - 1) : null;
  }
}
