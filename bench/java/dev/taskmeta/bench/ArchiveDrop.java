package dev.taskmeta.bench;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.cli.bench.BenchmarkTables;
import dev.taskmeta.internal.store.SqlProvider;
import dev.taskmeta.retention.ArchiveUpkeep;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.StoreContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/**
 * Drops a month of archived rows, made inside the server, while others insert into and read the
 * archive and the table of tasks: how long the longest of their statements took, before and while
 * the month goes, and how long the drop took.
 *
 * <p>Arguments: JDBC URL, rows, seconds before.
 */
final class ArchiveDrop {

  private static final int BATCH = 100_000;

  private final String url;
  private final String prefix;
  private final boolean postgresql;

  private ArchiveDrop(String url, String prefix) {
    this.url = url;
    this.prefix = prefix;
    this.postgresql = url.startsWith("jdbc:postgresql:");
  }

  public static void main(String[] args) throws Exception {
    Settings settings =
        Settings.builder()
            .set(Setting.RESULT_BACKEND, args[0])
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .build();
    try (BenchmarkTables tables = BenchmarkTables.in(settings, System.err::println)) {
      tables.create();
      try (ResultStore store =
          new SqlProvider().open(new StoreContext(args[0], null, tables.settings()))) {
        new ArchiveDrop(args[0], tables.settings().tableNames().others())
            .run(store, tables, Integer.parseInt(args[1]), Long.parseLong(args[2]));
      }
    }
  }

  private void run(ResultStore store, BenchmarkTables tables, int rows, long seconds)
      throws Exception {
    ArchiveUpkeep upkeep = new ArchiveUpkeep(store.archive().orElseThrow());
    if (upkeep.prepare().problem() != null) {
      throw new IllegalStateException("the months cannot be made");
    }
    String archive = prefix + "task_archive";
    fill(archive, rows);
    double gigabytes = bytes(archive) / 1e9;
    String tasks = tables.settings().tableNames().taskMeta();
    ArchiveUpkeep.Retired retired;
    double took;
    Probes before = new Probes(url, archive, tasks);
    before.start();
    Thread.sleep(Duration.ofSeconds(seconds).toMillis());
    before.stop();
    Probes during = new Probes(url, archive, tasks);
    during.start();
    Thread.sleep(500);
    long start = System.nanoTime();
    retired = upkeep.retire(1_000);
    took = (System.nanoTime() - start) / 1e9;
    // What the server does after it has answered.
    Thread.sleep(3_000);
    during.stop();
    if (retired.months() != 1) {
      throw new IllegalStateException("nothing was dropped: " + retired);
    }
    System.out.printf(
        Locale.ROOT,
        "[{\"work\": \"drop\", \"rows\": %d, \"held\": %d, \"gb\": %.3f, \"drop_s\": %.3f,"
            + " \"gb_s\": %.3f, \"before_ms\": %.1f, \"worst_ms\": %.1f, \"before\": %s,"
            + " \"during\": %s, \"errors\": %d}]%n",
        rows,
        retired.moved(),
        gigabytes,
        took,
        took / gigabytes,
        before.worst(),
        during.worst(),
        before.json(),
        during.json(),
        before.errors() + during.errors());
  }

  private void fill(String archive, int rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          postgresql
              ? """
                create table %1$s_2025_01 partition of %1$s
                  for values from ('2025-01-01 00:00:00+00') to ('2025-02-01 00:00:00+00')
                """
                  .formatted(archive)
              : """
                alter table %1$s reorganize partition p_before into (
                  partition p_before values less than ('2025-01-01'),
                  partition p2025_01 values less than ('2026-11-01'))
                """
                  .formatted(archive));
      for (int from = 0; from < rows; from += BATCH) {
        statement.execute(batch(archive, from, Math.min(BATCH, rows - from)));
      }
      // A few of them are held, and none may be lost.
      statement.execute(
          "insert into %stask_hold (task_id, reason) select task_id, 'bench' from %s where task_id like '%%00077'"
              .formatted(prefix, archive));
      statement.execute(postgresql ? "vacuum (analyze) " + archive : "analyze table " + archive);
      if (postgresql) {
        statement.execute("checkpoint");
      }
    }
  }

  /**
   * Ids as long as ours, rising as ours, and archived in their order as ours are: in another, MySQL
   * leaves most of each page empty. The digits make the numbers up to 100,000.
   */
  private String batch(String archive, int from, int rows) {
    String digits =
        "(select 0 d union all select 1 union all select 2 union all select 3 union all select 4"
            + " union all select 5 union all select 6 union all select 7 union all select 8"
            + " union all select 9)";
    String numbers =
        ("(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d n"
                + " from %1$s a, %1$s b, %1$s c, %1$s e, %1$s f)")
            .formatted(digits);
    String time =
        postgresql ? "timestamptz '2025-01-%02d 10:00:00+00'" : "timestamp '2025-01-%02d 10:00:00'";
    String at = time.formatted(1 + from / BATCH % 28);
    return """
        insert into %1$s (archived_at, task_id, name, queue, worker, state, retries, created_at,
          started_at, finished_at, expires_from, keep_until)
        select %2$s, concat('01970000-0000-7000-8000-00', lpad(concat('', n + %3$d), 10, '0')),
          'shop.tasks.send_receipt', 'default', 'worker-1.example.org:4711', 'SUCCESS', 0, %2$s,
          %2$s, %2$s, '1', %4$s
        from %5$s numbers where n < %6$d order by n
        """
        .formatted(archive, at, from, time.formatted(28), numbers, rows);
  }

  private double bytes(String archive) throws SQLException {
    String question =
        postgresql
            ? "select pg_total_relation_size('%s_2025_01')".formatted(archive)
            : """
              select data_length + index_length from information_schema.partitions
              where table_schema = database() and table_name = '%s' and partition_name = 'p2025_01'
              """
                .formatted(archive);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getDouble(1);
    }
  }
}
