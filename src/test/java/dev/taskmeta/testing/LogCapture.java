package dev.taskmeta.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps every line that anybody logs, at every level; tests log by java.util.logging. */
public final class LogCapture implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");
  private final Level levelBefore = root.getLevel();

  private final Handler handler =
      new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getLevel().getName() + " " + formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Begins to keep them. */
  public LogCapture() {
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.ALL);
  }

  /** Returns what has been logged so far, one text. */
  public String text() {
    return String.join("\n", lines);
  }

  /** Returns what has been logged as a warning or an error. */
  public List<String> complaints() {
    return lines.stream().filter(line -> line.matches("(?s)(WARNING|SEVERE) .*")).toList();
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    root.setLevel(levelBefore);
  }
}
