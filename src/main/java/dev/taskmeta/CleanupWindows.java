package dev.taskmeta;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hours of the week in which the cleanup may run. Immutable.
 *
 * @param windows the hours; none of them: always
 * @param zone the zone of the hours; UTC where none is named
 */
public record CleanupWindows(List<Window> windows, ZoneId zone) {

  static final String WORDS =
      "days and hours (mon-fri 22:00-06:00), several by commas, in UTC or in a zone named at the"
          + " end (22:00-06:00 Europe/Berlin), or always";

  private static final long MINUTES_OF_WEEK = Duration.ofDays(7).toMinutes();

  /** Some Monday. */
  private static final LocalDateTime MONDAY = LocalDateTime.of(2024, 1, 1, 0, 0);

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
  private static final String TIME = "(\\d{1,2}:\\d{2})";
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?:"
              + DAY
              + "(?:\\s*-\\s*"
              + DAY
              + ")?\\s+)?"
              + TIME
              + "\\s*-\\s*"
              + TIME
              + "(\\s+\\S+)?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Some hours on some days; those that end no later than they begin run past midnight.
   *
   * @param days the days on which they begin
   * @param start when they begin
   * @param end when they end; midnight is the end of the day
   */
  public record Window(Set<DayOfWeek> days, LocalTime start, LocalTime end) {

    /** Copies the days. */
    public Window {
      days = Set.copyOf(days);
    }

    private boolean holds(DayOfWeek day, LocalTime time) {
      boolean begun = !time.isBefore(start);
      boolean ends = time.isBefore(end);
      if (start.isBefore(end)) {
        return days.contains(day) && begun && ends;
      }
      return (days.contains(day) && begun) || (days.contains(day.minus(1)) && ends);
    }

    private String text() {
      String last = end.equals(LocalTime.MIDNIGHT) ? "24:00" : end.toString();
      String hours = start + "-" + last;
      if (days.size() == DAYS.size()) {
        return hours;
      }
      // A run of days has one first day: the one whose eve is not in it.
      DayOfWeek first =
          days.stream().filter(day -> !days.contains(day.minus(1))).findFirst().orElseThrow();
      String from = DAYS.get(first.getValue() - 1);
      String to = DAYS.get(first.plus(days.size() - 1L).getValue() - 1);
      return (days.size() == 1 ? from : from + "-" + to) + " " + hours;
    }
  }

  /** Copies the windows. */
  public CleanupWindows {
    windows = List.copyOf(windows);
  }

  /** Returns the windows that are always open. */
  public static CleanupWindows always() {
    return new CleanupWindows(List.of(), ZoneOffset.UTC);
  }

  /**
   * Reads {@code always} or windows such as {@code mon-fri 22:00-06:00, sat-sun 00:00-24:00
   * Europe/Berlin}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static CleanupWindows parse(String text) {
    String trimmed = text.strip();
    if (trimmed.toLowerCase(Locale.ROOT).equals("always")) {
      return always();
    }
    List<Window> windows = new ArrayList<>();
    ZoneId zone = ZoneOffset.UTC;
    String[] parts = trimmed.split(",", -1);
    for (int at = 0; at < parts.length; at++) {
      String part = parts[at].strip();
      Matcher matcher = WINDOW.matcher(part);
      boolean last = at == parts.length - 1;
      if (!matcher.matches() || (matcher.group(5) != null && !last)) {
        throw new IllegalArgumentException("'" + part + "' is no window");
      }
      windows.add(window(matcher));
      if (matcher.group(5) != null) {
        zone = zone(matcher.group(5).strip());
      }
    }
    return new CleanupWindows(windows, zone);
  }

  private static Window window(Matcher matcher) {
    LocalTime start = time(matcher.group(3));
    LocalTime end = time(matcher.group(4));
    if (start.equals(end) && !end.equals(LocalTime.MIDNIGHT)) {
      throw new IllegalArgumentException("a window of no length");
    }
    return new Window(days(matcher.group(1), matcher.group(2)), start, end);
  }

  private static Set<DayOfWeek> days(@Nullable String from, @Nullable String to) {
    if (from == null) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    DayOfWeek first = day(from);
    DayOfWeek last = to == null ? first : day(to);
    Set<DayOfWeek> days = EnumSet.of(first, last);
    for (DayOfWeek day = first; day != last; day = day.plus(1)) {
      days.add(day);
    }
    return days;
  }

  private static DayOfWeek day(String name) {
    return DayOfWeek.of(DAYS.indexOf(name.toLowerCase(Locale.ROOT)) + 1);
  }

  private static LocalTime time(String text) {
    String full = text.indexOf(':') == 1 ? "0" + text : text;
    try {
      return full.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(full);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time of day", e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no zone", e);
    }
  }

  /** Tells whether the cleanup may run at an instant. */
  public boolean isOpen(Instant now) {
    ZonedDateTime local = now.atZone(zone);
    return windows.isEmpty()
        || windows.stream().anyMatch(each -> each.holds(local.getDayOfWeek(), local.toLocalTime()));
  }

  /** Returns the first minute from an instant on in which the cleanup may run. */
  public Instant nextOpen(Instant from) {
    Instant next = from;
    // A window opens and closes on a minute, and each comes once a week.
    while (!isOpen(next)) {
      next = next.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }
    return next;
  }

  /**
   * Returns the longest time from one opening to the next, an hour more where the zone's clocks may
   * be put back meanwhile; zero if the cleanup may run at any time.
   */
  public Duration longestCycle() {
    long first = -1;
    long last = -1;
    long longest = 0;
    for (long minute = 0; minute < MINUTES_OF_WEEK; minute++) {
      if (!isOpenAt(minute) || isOpenAt(minute - 1)) {
        continue;
      }
      if (last < 0) {
        first = minute;
      } else {
        longest = Math.max(longest, minute - last);
      }
      last = minute;
    }
    if (last < 0) {
      return Duration.ZERO;
    }
    longest = Math.max(longest, first + MINUTES_OF_WEEK - last);
    return Duration.ofMinutes(longest).plusHours(zone.getRules().isFixedOffset() ? 0 : 1);
  }

  /** Whether it may run in a minute of the week, as the zone's clocks show it. */
  private boolean isOpenAt(long minute) {
    LocalDateTime time = MONDAY.plusMinutes(minute);
    return windows.isEmpty()
        || windows.stream().anyMatch(each -> each.holds(time.getDayOfWeek(), time.toLocalTime()));
  }

  /** Returns the windows as {@link #parse} reads them. */
  @Override
  public String toString() {
    if (windows.isEmpty()) {
      return "always";
    }
    String all = windows.stream().map(Window::text).collect(Collectors.joining(", "));
    return all + (zone.equals(ZoneOffset.UTC) ? "" : " " + zone);
  }
}
