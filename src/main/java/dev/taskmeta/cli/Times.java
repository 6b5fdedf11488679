package dev.taskmeta.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times and durations, for programs and for people. */
final class Times {

  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter READABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** ISO 8601 in UTC with microseconds, always of the same width. */
  static String exact(Instant time) {
    return EXACT.format(time);
  }

  /** A time and how far away it is, such as {@code 2026-11-22 09:10:23 UTC (5 min ago)}. */
  static String withAge(Instant time, Instant now) {
    Duration age = Duration.between(time, now);
    String distance = age.isNegative() ? "in " + rough(age.negated()) : rough(age) + " ago";
    return READABLE.format(time) + " (" + distance + ")";
  }

  /** A duration in its largest unit: {@code 3 s}, {@code 5 min}, {@code 2 h}, {@code 7 d}. */
  static String rough(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** How long something took: {@code 0.042 s}, {@code 12.3 s}, {@code 5 min}. */
  static String took(Duration duration) {
    double seconds = Math.max(0, duration.toNanos()) / 1e9;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.3f s", seconds);
    }
    return seconds < 120 ? String.format(Locale.ROOT, "%.1f s", seconds) : rough(duration);
  }
}
