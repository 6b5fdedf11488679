package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.Settings;
import dev.taskmeta.spi.RetentionStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Rows that have been expired for long show that nobody cleans up. */
final class ExpiryCheck implements Check {

  static final String NAME = "expiry";

  private static final Duration DAY = Duration.ofDays(1);

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    Settings settings = examination.settings();
    Duration patience = settings.cleanupSchedule().patience(settings.cleanupWindows());
    return examination.store().retention().flatMap(RetentionStore::overdue).stream()
        .filter(overdue -> overdue.compareTo(patience) > 0)
        .map(
            overdue ->
                Finding.warning(
                    NAME,
                    examination.names().tables().get(0),
                    "a task expired %s ago and is still there, longer than two intervals of the cleanup and its windows take (%s): nobody cleans up, or the cleanup does not keep up"
                        .formatted(rough(overdue), rough(patience)),
                    "-- run taskmeta cleanup, and see to it that a process with cleanup_schedule is open, or put the command into a crontab"))
        .toList();
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
