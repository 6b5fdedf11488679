package dev.taskmeta.cli;

import dev.taskmeta.retention.CleanupReport;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Shows on a terminal, in one line, how far a cleanup is and how fast. */
final class CleanupProgress {

  private static final String ERASE = "\r\u001b[K";
  private static final long PAUSE = 200_000_000;

  private final PrintWriter terminal;
  private final boolean shows;
  private long shownAt;
  private boolean shown;

  CleanupProgress(Surroundings surroundings) {
    this.terminal = new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
    this.shows = surroundings.errTerminal();
  }

  void at(CleanupReport report) {
    long now = System.nanoTime();
    if (!shows || (shown && now - shownAt < PAUSE)) {
      return;
    }
    shown = true;
    shownAt = now;
    double seconds = Math.max(1e-3, report.took().toNanos() / 1e9);
    terminal.print(
        ERASE
            + String.format(
                Locale.ROOT,
                "taskmeta: %,d reviewed, %,d removed, %,.0f rows a second …",
                report.reviewed(),
                report.tasks(),
                (report.reviewed() + report.tasks()) / seconds));
    terminal.flush();
  }

  void clear() {
    if (shown) {
      terminal.print(ERASE);
      terminal.flush();
    }
  }
}
