package dev.taskmeta.report;

import java.time.Instant;
import java.util.List;

/**
 * A report on the tasks that were created within a time.
 *
 * @param query what was asked
 * @param from tasks created from then on count
 * @param to when it was made
 * @param rows the rows: those with the most tasks first, days in their order
 * @param more whether there are more rows than the limit
 * @param course how many tasks were created in each equal part of the time; empty if not asked for
 */
public record Report(
    ReportQuery query,
    Instant from,
    Instant to,
    List<ReportRow> rows,
    boolean more,
    List<Long> course) {

  /** Copies the lists. */
  public Report {
    rows = List.copyOf(rows);
    course = List.copyOf(course);
  }
}
