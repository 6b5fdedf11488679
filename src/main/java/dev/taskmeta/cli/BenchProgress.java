package dev.taskmeta.cli;

import dev.taskmeta.cli.bench.Progress;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Shows on a terminal, in one line, how far a benchmark is. */
final class BenchProgress implements Progress {

  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter terminal;
  private final boolean shows;

  BenchProgress(Surroundings surroundings) {
    this.terminal = new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
    this.shows = surroundings.errTerminal();
  }

  @Override
  public void at(String what) {
    show(ERASE + what + " …");
  }

  /** Makes room for a line. */
  void clear() {
    show(ERASE);
  }

  private void show(String text) {
    if (shows) {
      terminal.print(text);
      terminal.flush();
    }
  }
}
