package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the last cleanup ended. */
final class CleanupCheck implements Check {

  static final String NAME = "cleanup";

  private static final int MOST_OF_AN_ERROR = 200;

  /** The newest run: when it began and who it was, whether it has ended, why it failed. */
  private record Run(String began, String host, boolean ended, @Nullable String error) {
    static Run read(ResultSet row) throws SQLException {
      return new Run(
          row.getString(1), row.getString(2), row.getString(3) != null, row.getString(4));
    }
  }

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    String runs = examination.names().named("cleanup_run");
    List<Run> newest =
        examination
            .queries()
            .rows(
                "select started_at, host, ended_at, error from %s order by started_at desc, run_id desc limit 1"
                    .formatted(examination.table(runs)),
                Run::read);
    return newest.stream()
        .filter(run -> run.error != null || !run.ended && !isRunning(examination))
        .map(
            run ->
                Finding.warning(
                    NAME,
                    runs,
                    "the last cleanup, begun at %s by %s, ".formatted(run.began, run.host)
                        + (run.error == null
                            ? "has not ended and runs no more: it was killed"
                            : "failed: " + shortened(run.error)),
                    "select * from %s order by started_at desc limit 10;"
                        .formatted(examination.table(runs))))
        .toList();
  }

  private static String shortened(String error) {
    String line = error.strip().lines().findFirst().orElse("");
    return line.length() <= MOST_OF_AN_ERROR ? line : line.substring(0, MOST_OF_AN_ERROR) + "…";
  }

  /** Who cleans holds the lease. */
  private static boolean isRunning(Examination examination) {
    String now =
        switch (examination.engine()) {
          case POSTGRESQL -> "clock_timestamp()";
          case MYSQL, MARIADB -> "utc_timestamp(6)";
          case SQLITE -> "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')";
        };
    String lease = examination.table(examination.names().named("maintenance_lease"));
    try {
      return examination
          .queries()
          .first("select 1 from " + lease + " where lease_name = 'cleanup' and held_until > " + now)
          .isPresent();
    } catch (SQLException e) {
      // The check of privileges tells it.
      return true;
    }
  }
}
