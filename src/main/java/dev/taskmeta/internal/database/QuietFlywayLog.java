package dev.taskmeta.internal.database;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes all that Flyway tells on to SLF4J at debug level. The migrator itself says what it
 * applied, and what goes wrong ends in an exception: here both would be told twice. Flyway makes it
 * by name.
 */
public final class QuietFlywayLog implements LogCreator {

  @Override
  public Log createLogger(Class<?> origin) {
    return new Quiet(LoggerFactory.getLogger(origin));
  }

  private record Quiet(Logger logger) implements Log {

    @Override
    public boolean isDebugEnabled() {
      return logger.isDebugEnabled();
    }

    @Override
    public void debug(String message) {
      logger.debug(message);
    }

    @Override
    public void info(String message) {
      logger.debug(message);
    }

    @Override
    public void notice(String message) {
      logger.debug(message);
    }

    @Override
    public void warn(String message) {
      logger.debug(message);
    }

    @Override
    public void error(String message) {
      logger.debug(message);
    }

    @Override
    public void error(String message, Exception exception) {
      logger.debug(message, exception);
    }
  }
}
