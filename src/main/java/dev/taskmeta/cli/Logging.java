package dev.taskmeta.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/**
 * Sets up the command line's log in code: a file on the class path would take over the log of every
 * application that has this library.
 */
final class Logging {

  private Logging() {}

  /** Lets warnings through to standard error; with verbose all that matters. */
  static void configure(boolean verbose) {
    java.util.logging.Logger.getLogger("")
        .setLevel(verbose ? java.util.logging.Level.INFO : java.util.logging.Level.SEVERE);
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        verbose
            ? "%d{HH:mm:ss.SSS} %-5level %logger{30} %msg%n"
            : "taskmeta: %level: %msg%n%nopex");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(verbose ? Level.INFO : Level.WARN);
    // Its warnings of a lost connection say less than our own errors do.
    context.getLogger("com.zaxxer.hikari").setLevel(verbose ? Level.INFO : Level.ERROR);
    context.getLogger("dev.taskmeta").setLevel(verbose ? Level.DEBUG : Level.WARN);
  }
}
