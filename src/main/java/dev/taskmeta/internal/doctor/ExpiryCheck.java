package dev.taskmeta.internal.doctor;

import dev.taskmeta.CleanupSchedule;
import dev.taskmeta.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Rows that have been expired for long show that nobody cleans up. */
final class ExpiryCheck implements Check {

  static final String NAME = "expiry";

  private static final Duration DAY = Duration.ofDays(1);

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    CleanupSchedule schedule = examination.settings().cleanupSchedule();
    // Who cleans by other means does so daily, we suppose.
    Duration interval = schedule.interval() == null ? DAY : schedule.interval();
    Optional<Duration> oldest = oldestExpired(examination);
    if (oldest.isEmpty() || oldest.get().compareTo(interval.multipliedBy(2)) <= 0) {
      return List.of();
    }
    return List.of(
        Finding.warning(
            NAME,
            examination.names().tables().get(0),
            "a task expired %s ago and is still there, longer than two intervals of the cleanup (%s): nobody cleans up, or the cleanup does not keep up"
                .formatted(rough(oldest.get()), rough(interval)),
            "-- run taskmeta cleanup, and see to it that a process with cleanup_schedule is open, or put the command into a crontab"));
  }

  private static Optional<Duration> oldestExpired(Examination examination) throws SQLException {
    String age =
        switch (examination.engine()) {
          case POSTGRESQL -> "extract(epoch from clock_timestamp() - t.expires_at)::bigint";
          case MYSQL, MARIADB -> "timestampdiff(second, t.expires_at, utc_timestamp(6))";
          case SQLITE ->
              "cast(strftime('%s', 'now') as integer)"
                  + " - cast(strftime('%s', substr(t.expires_at, 1, 19)) as integer)";
        };
    String tasks = examination.table(examination.names().named("task_meta"));
    String holds = examination.table(examination.names().named("task_hold"));
    // By the index of expires_at, past those that are held.
    String query =
        "select "
            + age
            + " from "
            + tasks
            + " t where t.expires_at is not null and not exists"
            + " (select 1 from "
            + holds
            + " h where h.task_id = t.task_id"
            + " and h.released_at is null) order by t.expires_at limit 1";
    return examination.queries().first(query).map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static String rough(Duration duration) {
    return duration.compareTo(DAY.multipliedBy(2)) >= 0
        ? duration.toDays() + " days"
        : duration.toHours() >= 2
            ? duration.toHours() + " hours"
            : duration.toMinutes() >= 2
                ? duration.toMinutes() + " minutes"
                : duration.toSeconds() + " seconds";
  }
}
