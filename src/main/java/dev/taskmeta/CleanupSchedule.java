package dev.taskmeta;

import dev.taskmeta.internal.settings.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the scheduled cleanup runs: at an interval, daily at a time in a zone, or never; or that
 * something else cleans, which is only watched. Immutable.
 *
 * @param interval the time between two runs, or null
 * @param time the time of day, or null
 * @param zone the zone of the time of day; UTC where none is named
 * @param external whether something else cleans at the interval, such as a procedure of the
 *     database
 */
public record CleanupSchedule(
    @Nullable Duration interval, @Nullable LocalTime time, ZoneId zone, boolean external) {

  static final String WORDS =
      "an interval (1h), a daily time in UTC (04:00) or in a zone (04:00 Europe/Berlin), off, or"
          + " external with the interval at which something else cleans (external 1d; else 1h)";

  private static final String EXTERNAL = "external";
  private static final Duration USUAL = Duration.ofHours(1);

  private static final Duration DAY = Duration.ofDays(1);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * Checks the schedule.
   *
   * @throws IllegalArgumentException if there are both an interval and a time, or the interval is
   *     under a second
   */
  public CleanupSchedule {
    if (interval != null && time != null) {
      throw new IllegalArgumentException("either an interval or a time of day");
    }
    if (interval != null && interval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("the interval is at least 1s");
    }
    if (external && interval == null) {
      throw new IllegalArgumentException("what cleans has an interval");
    }
  }

  /** Makes a schedule of the application's own cleanup. */
  public CleanupSchedule(@Nullable Duration interval, @Nullable LocalTime time, ZoneId zone) {
    this(interval, time, zone, false);
  }

  /** Returns the schedule that never runs. */
  public static CleanupSchedule off() {
    return new CleanupSchedule(null, null, ZoneOffset.UTC);
  }

  /**
   * Returns a schedule that runs at an interval.
   *
   * @throws IllegalArgumentException if the interval is under a second
   */
  public static CleanupSchedule every(Duration interval) {
    return new CleanupSchedule(interval, null, ZoneOffset.UTC);
  }

  /** Returns a schedule that runs daily at a time in a zone. */
  public static CleanupSchedule dailyAt(LocalTime time, ZoneId zone) {
    return new CleanupSchedule(null, time, zone);
  }

  /**
   * Returns the schedule of an application that only watches whether something else cleans.
   *
   * @param interval how often it does
   * @throws IllegalArgumentException if the interval is under a second
   */
  public static CleanupSchedule external(Duration interval) {
    return new CleanupSchedule(interval, null, ZoneOffset.UTC, true);
  }

  /**
   * Reads {@code 1h}, {@code 04:00}, {@code 04:00 Europe/Berlin}, {@code off}, {@code external} or
   * {@code external 1d}.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static CleanupSchedule parse(String text) {
    String trimmed = text.strip();
    if (trimmed.toLowerCase(Locale.ROOT).matches("off|none|never")) {
      return off();
    }
    if (trimmed.toLowerCase(Locale.ROOT).matches(EXTERNAL + "(\\s.*)?")) {
      String often = trimmed.substring(EXTERNAL.length()).strip();
      return external(often.isEmpty() ? USUAL : DurationText.parse(often));
    }
    if (!trimmed.matches("\\d{1,2}:.*")) {
      return every(DurationText.parse(trimmed));
    }
    String[] parts = trimmed.split("\\s+", 2);
    String time = parts[0].indexOf(':') == 1 ? "0" + parts[0] : parts[0];
    try {
      ZoneId zone = parts.length == 1 ? ZoneOffset.UTC : ZoneId.of(parts[1]);
      return dailyAt(LocalTime.parse(time), zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time of day with a known zone", e);
    }
  }

  /** Tells whether the cleanup never runs by itself. */
  public boolean isOff() {
    return interval == null && time == null;
  }

  /**
   * Returns the first run after an instant, or nothing if the schedule is off. A daily time that a
   * daylight-saving gap leaves out runs when the gap ends.
   */
  public Optional<Instant> next(Instant after) {
    if (interval != null) {
      return Optional.of(after.plus(interval));
    }
    if (time == null) {
      return Optional.empty();
    }
    ZonedDateTime next = after.atZone(zone).toLocalDate().atTime(time).atZone(zone);
    while (!next.toInstant().isAfter(after)) {
      next = next.toLocalDate().plusDays(1).atTime(time).atZone(zone);
    }
    return Optional.of(next.toInstant());
  }

  /**
   * Returns how long a task may be past its time before nobody seems to clean up: two intervals, of
   * a day each where the schedule has none, and as long as it may take until a window opens. What
   * cleans externally is taken to keep to the windows too.
   */
  public Duration patience(CleanupWindows windows) {
    Duration usual = interval == null ? DAY : interval;
    return usual.multipliedBy(2).plus(windows.longestCycle());
  }

  /** Returns the schedule as {@link #parse} reads it. */
  @Override
  public String toString() {
    if (interval != null) {
      return (external ? EXTERNAL + " " : "") + DurationText.format(interval);
    }
    return time == null ? "off" : time + (zone.equals(ZoneOffset.UTC) ? "" : " " + zone);
  }
}
