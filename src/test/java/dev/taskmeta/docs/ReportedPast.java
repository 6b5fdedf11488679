package dev.taskmeta.docs;

import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;

/** What cleanups have left behind of tasks that are gone, for the page on reporting. */
final class ReportedPast {

  private ReportedPast() {}

  static void insert(TestSchema schema) {
    days(schema);
    schema.execute(
        "insert into retention_policy (name_pattern, keep_seconds, action, archive_keep_seconds)"
            + " values ('mail.*', 86400, 'archive', 31536000)");
    schema.execute(
        "insert into task_hold (task_id, reason, held_by) values ('report-2', 'lost the backup',"
            + " 'auditor')");
    schema.execute(
        "insert into cleanup_run (host, tool, rows_deleted, rows_archived, batches,"
            + " longest_batch_micros) values ('host-1', 'java', 206, 294, 2, 41000)");
    schema.execute(
        "insert into cleanup_run_policy (run_id, expires_from, rows_deleted, rows_archived)"
            + " select run_id, '1', 0, 294 from cleanup_run"
            + " union all select run_id, 'default', 206, 0 from cleanup_run");
    if (schema.engine() == TestEngine.POSTGRESQL) {
      schema.execute(
          "create table task_archive_2026_10 partition of task_archive"
              + " for values from ('2026-10-01 00:00:00Z') to ('2026-11-01 00:00:00Z')");
    }
    String time = schema.engine() == TestEngine.SQLITE ? "T02:00:00.000000Z" : " 02:00:00";
    for (String task :
        new String[] {"'mail-old-1', 'SUCCESS', null", "'mail-old-2', 'FAILURE', 'TimeoutError'"}) {
      schema.execute(
          "insert into task_archive (archived_at, created_at, name, task_id, state, error_type)"
              + " values ('2026-10-31%1$s', '2026-10-30%1$s', 'mail.send', %2$s)"
                  .formatted(time, task));
    }
  }

  private static void days(TestSchema schema) {
    schema.execute(
        """
        insert into task_daily (day, name, queue, succeeded, failed, revoked, retries, runs,
          run_micros, longest_micros)
        values
          ('2026-09-30', 'mail.send', 'mail', 198, 2, 0, 3, 198, 99000000, 1000000),
          ('2026-10-31', 'mail.send', 'mail', 294, 6, 0, 9, 294, 147000000, 1000000),
          ('2026-11-20', 'reports.nightly', 'reports', 1, 0, 0, 0, 1, 12500000, 12500000),
          ('2026-11-21', 'reports.nightly', 'reports', 0, 1, 0, 0, 0, 0, null),
          ('2026-11-21', 'mail.send', 'mail', 1, 1, 0, 2, 1, 250000, 250000),
          ('2026-11-22', 'reports.nightly', 'reports', 1, 0, 0, 0, 1, 14500000, 14500000)
        """);
    schema.execute(
        """
        insert into task_daily_runtime (day, name, queue, bucket, n)
        values
          ('2026-09-30', 'mail.send', 'mail', -50, 180),
          ('2026-09-30', 'mail.send', 'mail', 0, 18),
          ('2026-10-31', 'mail.send', 'mail', -50, 264),
          ('2026-10-31', 'mail.send', 'mail', 0, 30),
          ('2026-11-20', 'reports.nightly', 'reports', 127, 1),
          ('2026-11-21', 'mail.send', 'mail', -71, 1),
          ('2026-11-22', 'reports.nightly', 'reports', 135, 1)
        """);
  }
}
