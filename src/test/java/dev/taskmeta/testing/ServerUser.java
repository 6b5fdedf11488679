package dev.taskmeta.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user that a server which refuses to be root runs as. */
record ServerUser(boolean root) {
  private static final int NOBODY = 65534;

  static ServerUser current() {
    return new ServerUser("root".equals(System.getProperty("user.name")));
  }

  /**
   * Returns the start of a command line that runs the program as this user, for more to be added.
   */
  List<String> command(Path program) {
    List<String> command = new ArrayList<>();
    if (root) {
      command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
      command.add("--clear-groups");
    }
    command.add(program.toString());
    return command;
  }

  /** Gives a file or directory to this user. */
  void own(Path path) throws IOException {
    if (root) {
      Files.setAttribute(path, "unix:uid", NOBODY);
    }
  }
}
