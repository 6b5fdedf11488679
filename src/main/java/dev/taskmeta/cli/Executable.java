package dev.taskmeta.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a command as a shell does, to tell one that is not there from one that may not run. */
final class Executable {

  private Executable() {}

  /** Returns null if the command can be started, or else NOT_FOUND or NOT_EXECUTABLE. */
  static @Nullable ExitCode problem(String command, Map<String, String> environment) {
    try {
      if (command.contains("/")) {
        return problem(Path.of(command));
      }
      ExitCode worst = ExitCode.NOT_FOUND;
      for (String folder : environment.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
        ExitCode problem = problem(Path.of(folder.isEmpty() ? "." : folder, command));
        if (problem == null) {
          return null;
        }
        worst = problem == ExitCode.NOT_EXECUTABLE ? problem : worst;
      }
      return worst;
    } catch (InvalidPathException e) {
      return ExitCode.NOT_FOUND;
    }
  }

  private static @Nullable ExitCode problem(Path file) {
    if (!Files.exists(file)) {
      return ExitCode.NOT_FOUND;
    }
    boolean runs = Files.isRegularFile(file) && Files.isExecutable(file);
    return runs ? null : ExitCode.NOT_EXECUTABLE;
  }
}
