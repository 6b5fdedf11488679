package dev.taskmeta.internal.settings;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people and Celery write them. */
public final class DurationText {

  /** What {@link #parse} reads, for messages and tables. */
  public static final String WORDS =
      "a duration: seconds (90, 0.5), units (500ms, 30s, 2min, 1h30m, 7d) or ISO-8601 (PT1H)";

  /** The longest duration that is read; a longer one is a mistake. */
  public static final Duration LONGEST = Duration.ofDays(36_525);

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,9})?");
  private static final Pattern PART =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([a-zµ]+)\\s*");

  /** Nanoseconds of every unit; m is minutes, as in 1h30m. */
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("us", 1_000L),
          Map.entry("µs", 1_000L),
          Map.entry("ms", 1_000_000L),
          Map.entry("s", 1_000_000_000L),
          Map.entry("sec", 1_000_000_000L),
          Map.entry("m", 60_000_000_000L),
          Map.entry("min", 60_000_000_000L),
          Map.entry("h", 3_600_000_000_000L),
          Map.entry("d", 86_400_000_000_000L),
          Map.entry("w", 604_800_000_000_000L));

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if the text is no duration, is negative or is over 100 years
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    Duration duration =
        trimmed.regionMatches(true, 0, "P", 0, 1) ? parseIso(trimmed) : parseUnits(trimmed);
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration is not negative");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a duration is at most 100 years (36525d)");
    }
    return duration;
  }

  /** Writes a duration with units so that {@link #parse} reads the same one: 1h30min, 500ms, 0s. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "min");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toNanosPart() / 1_000_000, "ms");
    append(text, duration.toNanosPart() / 1_000 % 1_000, "us");
    return text.length() == 0 ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }

  private static Duration parseIso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("not an ISO-8601 duration such as PT1H30M or P7D", e);
    }
  }

  private static Duration parseUnits(String text) {
    if (NUMBER.matcher(text).matches()) {
      return nanos(text, UNITS.get("s"));
    }
    Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      Long unit = UNITS.get(part.group(2));
      if (unit == null) {
        throw new IllegalArgumentException(
            "unknown unit '" + part.group(2) + "' (known: us, ms, s, min or m, h, d, w)");
      }
      sum = sum.plus(nanos(part.group(1), unit));
      end = part.end();
    }
    if (end == 0 || end < text.length()) {
      throw new IllegalArgumentException("not a duration");
    }
    return sum;
  }

  private static Duration nanos(String number, long unit) {
    BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    try {
      return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValue());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a duration is at most 100 years (36525d)", e);
    }
  }
}
