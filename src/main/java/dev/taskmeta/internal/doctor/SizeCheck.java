package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.internal.database.Engine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says how large the tables are once they are large, and which hold too many dead rows. */
final class SizeCheck implements Check {

  static final String NAME = "size";

  private static final long GIB = 1L << 30;

  /** Fewer are no trouble, whatever their share. */
  private static final long MANY_DEAD = 50_000;

  /** The parts of a partitioned table are its size. */
  private static final String POSTGRESQL =
      """
      select w.relname, sum(pg_total_relation_size(c.oid)), sum(pg_indexes_size(c.oid)),
        sum(s.n_live_tup), sum(s.n_dead_tup)
      from pg_catalog.pg_class c
      join pg_catalog.pg_class w on w.oid = coalesce(pg_partition_root(c.oid), c.oid)
      join pg_catalog.pg_namespace n on n.oid = w.relnamespace
      join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
      where c.relkind = 'r' and n.nspname = coalesce(?, current_schema())
      group by w.relname
      """;

  private static final String MYSQL =
      """
      select table_name, data_length + index_length, index_length, table_rows, 0
      from information_schema.tables
      where table_schema = coalesce(?, database()) and table_type = 'BASE TABLE'
      """;

  private final long large;

  SizeCheck() {
    this(GIB);
  }

  /** Makes a check that tells of tables from so many bytes on. */
  SizeCheck(long large) {
    this.large = large;
  }

  private record Size(String table, long bytes, long indexBytes, long rows, long dead) {}

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Size size : sizes(examination)) {
      if (!examination.names().tables().contains(size.table)) {
        continue;
      }
      if (size.dead > MANY_DEAD && size.dead > size.rows / 2) {
        findings.add(
            Finding.warning(
                NAME,
                size.table,
                "%,d of its row versions are dead and %,d alive: autovacuum does not keep up, or an old transaction keeps them"
                    .formatted(size.dead, size.rows),
                "vacuum (analyze, verbose) %s;%n".formatted(examination.table(size.table))
                    + "-- if that removes none: select pid, state, xact_start, query from"
                    + " pg_stat_activity order by xact_start limit 5"));
      }
      if (size.bytes >= large) {
        findings.add(
            Finding.info(
                NAME,
                size.table,
                "the table takes %.1f GiB, %.1f GiB of it indexes; some %,d rows"
                    .formatted(gib(size.bytes), gib(size.indexBytes), size.rows),
                ""));
      }
    }
    return findings;
  }

  private static double gib(long bytes) {
    return (double) bytes / GIB;
  }

  private static List<Size> sizes(Examination examination) throws SQLException {
    if (examination.engine() == Engine.SQLITE) {
      return sqlite(examination);
    }
    String query = examination.engine() == Engine.POSTGRESQL ? POSTGRESQL : MYSQL;
    return examination
        .queries()
        .rows(
            query,
            row ->
                new Size(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5)),
            examination.names().schema());
  }

  /** The file as a whole: what it holds by table is not known without reading all of it. */
  private static List<Size> sqlite(Examination examination) throws SQLException {
    String table = examination.names().tables().get(0);
    return examination
        .queries()
        .rows(
            "select page_count * page_size from pragma_page_count(), pragma_page_size()",
            row -> new Size(table, row.getLong(1), 0, 0, 0));
  }
}
