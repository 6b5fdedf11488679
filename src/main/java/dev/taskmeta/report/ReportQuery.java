package dev.taskmeta.report;

import dev.taskmeta.ConfigurationException;
import java.time.Duration;

/**
 * What a report is to say.
 *
 * @param by what its rows are one of
 * @param since how long ago the oldest tasks were created that count; at least a second
 * @param limit how many rows at most, 1 to 10,000: those with the most tasks, of days the newest
 * @param slots into how many equal parts to cut the time for {@link Report#course} and {@link
 *     ReportRow#course}, 0 to 1,000; 0 for no course, which spares a second look at the tasks
 */
public record ReportQuery(Grouping by, Duration since, int limit, int slots) {

  /** The most rows of a report. */
  public static final int MOST_ROWS = 10_000;

  private static final int MOST_SLOTS = 1_000;

  /**
   * Checks the numbers.
   *
   * @throws ConfigurationException if one is out of range
   */
  public ReportQuery {
    if (since.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ConfigurationException(
          "a report since " + since + " ago is empty: give at least a second");
    }
    if (limit < 1 || limit > MOST_ROWS) {
      throw new ConfigurationException(
          "a report has 1 to %,d rows; the limit is %d".formatted(MOST_ROWS, limit));
    }
    if (slots < 0 || slots > MOST_SLOTS) {
      throw new ConfigurationException(
          "a report's course has 0 to %,d parts, not %d".formatted(MOST_SLOTS, slots));
    }
  }
}
