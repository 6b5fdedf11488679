package dev.taskmeta.cli;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.Settings;
import java.time.Duration;
import picocli.CommandLine;

/** Reads durations as the settings do: 90, 500ms, 1h30m, 7d. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      return Settings.parseDuration(text);
    } catch (ConfigurationException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }
}
