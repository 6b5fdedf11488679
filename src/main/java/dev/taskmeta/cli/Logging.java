package dev.taskmeta.cli;

import dev.taskmeta.TaskError;
import java.time.ZoneId;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The command line's log, java.util.logging set up in code: warnings go to standard error, with
 * verbose all that matters.
 */
final class Logging extends Handler {

  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("dev.taskmeta");

  /** Those whose warnings of a lost connection say less than our own errors do. */
  private static final List<Logger> QUIETER =
      List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.postgresql"));

  private final Console console;
  private final boolean verbose;

  private Logging(Console console, boolean verbose) {
    this.console = console;
    this.verbose = verbose;
  }

  /** Takes over the log of this process. */
  static void configure(Console console, boolean verbose) {
    LogManager.getLogManager().reset();
    ROOT.addHandler(new Logging(console, verbose));
    ROOT.setLevel(verbose ? Level.INFO : Level.WARNING);
    OURS.setLevel(verbose ? Level.FINE : Level.WARNING);
    QUIETER.forEach(logger -> logger.setLevel(verbose ? Level.INFO : Level.SEVERE));
  }

  @Override
  public void publish(LogRecord event) {
    String message = new SimpleFormatter().formatMessage(event);
    if (verbose) {
      console.err().println(SecretMask.urls(detailed(event, message)));
    } else if (event.getLevel() == Level.SEVERE) {
      console.error(message);
    } else {
      console.warning(message);
    }
  }

  private static String detailed(LogRecord event, String message) {
    String line =
        "%tT.%<tL %-7s %s %s"
            .formatted(
                event.getInstant().atZone(ZoneId.systemDefault()),
                event.getLevel(),
                event.getLoggerName(),
                message);
    return event.getThrown() == null ? line : line + "\n" + TaskError.traceback(event.getThrown());
  }

  @Override
  public void flush() {
    console.err().flush();
  }

  @Override
  public void close() {
    // Standard error stays open: there may be more to say.
  }
}
