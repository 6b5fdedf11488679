package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Compares the clock of the database with that of this process: signs of life and expiry go by the
 * former, created, started and finished by the latter.
 */
final class ClockCheck implements Check {

  static final String NAME = "clock";

  /** What nobody will notice. */
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    Instant before = examination.clock().instant();
    Instant database = database(examination);
    Instant after = examination.clock().instant();
    Duration took = Duration.between(before, after);
    Duration skew = Duration.between(before.plus(took.dividedBy(2)), database);
    // Within the time that the question took, nobody knows when the database looked.
    if (skew.abs().minus(took.dividedBy(2)).compareTo(TOLERATED) <= 0) {
      return List.of();
    }
    boolean severe = skew.abs().compareTo(examination.settings().taskLostAfter().dividedBy(2)) > 0;
    String reason =
        "the clock of the database is %.1f s %s that of this process: waiting and running times of"
                .formatted(
                    Math.abs(skew.toMillis()) / 1e3, skew.isNegative() ? "behind" : "ahead of")
            + " tasks come out wrong by as much, and so do days and ages in reports";
    return List.of(
        new Finding(
            severe ? Finding.Severity.ERROR : Finding.Severity.WARNING,
            NAME,
            "clock",
            reason,
            "-- let both machines take their time from the same source (NTP)"));
  }

  private static Instant database(Examination examination) throws SQLException {
    String micros =
        switch (examination.engine()) {
          case POSTGRESQL ->
              "select (extract(epoch from clock_timestamp()) * 1000000)::bigint::text";
          case MYSQL, MARIADB ->
              "select timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(6))";
          case SQLITE -> "select cast((julianday('now') - 2440587.5) * 86400000000.0 as integer)";
        };
    long since = Long.parseLong(examination.queries().first(micros).orElseThrow());
    return Instant.EPOCH.plusNanos(since * 1_000);
  }
}
