package dev.taskmeta.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads sizes of results: 100, 100B, 1KB, 4KiB, 1MB. */
final class PayloadSizeConverter implements CommandLine.ITypeConverter<Integer> {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([A-Z]*)");
  private static final int SMALLEST = 2;
  private static final int LARGEST = 32 << 20;

  private static final Map<String, Integer> UNITS =
      Map.of("", 1, "B", 1, "KB", 1_000, "KIB", 1_024, "MB", 1_000_000, "MIB", 1_048_576);

  @Override
  public Integer convert(String text) {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (size.matches() && UNITS.containsKey(size.group(2))) {
      long bytes = Long.parseLong(size.group(1)) * UNITS.get(size.group(2));
      if (bytes >= SMALLEST && bytes <= LARGEST) {
        return (int) bytes;
      }
    }
    throw new CommandLine.TypeConversionException(
        "'%s' is no size from 2B to 32MiB, such as 100B, 1KB, 100KB, 1MiB".formatted(text));
  }
}
