package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the archive has its partitions for this month and the next, where anything is archived.
 */
final class PartitionCheck implements Check {

  static final String NAME = "partitions";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    if (!examination.engine().hasSchemas() || !isArchived(examination)) {
      return List.of();
    }
    String archive = examination.names().named("task_archive");
    List<String> there = partitions(examination, archive);
    YearMonth month = YearMonth.from(examination.clock().instant().atOffset(ZoneOffset.UTC));
    List<Finding> findings = new ArrayList<>();
    if (!there.contains(partition(examination, archive, month))) {
      findings.add(
          Finding.error(
              NAME,
              archive,
              "the partition of this month (%s) is missing: nothing can be archived, and what a policy archives stays where it is"
                  .formatted(month),
              remedy(examination, archive, month)));
    }
    YearMonth next = month.plusMonths(1);
    if (!there.contains(partition(examination, archive, next))) {
      findings.add(
          Finding.warning(
              NAME,
              archive,
              "the partition of the next month (%s) is missing: nothing can be archived from its first day on; the cleanup makes them where it may (maintenance_backend)"
                  .formatted(next),
              remedy(examination, archive, next)));
    }
    return findings;
  }

  private static boolean isArchived(Examination examination) throws SQLException {
    Optional<String> policy =
        examination
            .queries()
            .first(
                "select 1 from %s where action = 'archive' and enabled limit 1"
                    .formatted(examination.table(examination.names().named("retention_policy"))));
    return policy.isPresent();
  }

  private static List<String> partitions(Examination examination, String archive)
      throws SQLException {
    String query =
        switch (examination.engine()) {
          case POSTGRESQL ->
              "select p.relname from pg_catalog.pg_inherits i"
                  + " join pg_catalog.pg_class p on p.oid = i.inhrelid"
                  + " join pg_catalog.pg_class c on c.oid = i.inhparent"
                  + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                  + " where n.nspname = coalesce(?, current_schema()) and c.relname = ?";
          default ->
              "select partition_name from information_schema.partitions"
                  + " where table_schema = coalesce(?, database()) and table_name = ?"
                  + " and partition_name is not null";
        };
    return examination
        .queries()
        .rows(query, row -> row.getString(1), examination.names().schema(), archive);
  }

  /** What the cleanup calls the partition of a month. */
  private static String partition(Examination examination, String archive, YearMonth month) {
    String digits = month.toString().replace('-', '_');
    return switch (examination.engine()) {
      case POSTGRESQL -> archive + "_" + digits;
      default -> "p" + digits;
    };
  }

  private static String remedy(Examination examination, String archive, YearMonth month) {
    String name = partition(examination, archive, month);
    return switch (examination.engine()) {
      case POSTGRESQL ->
          "create table %s partition of %s for values from ('%s-01 00:00:00+00') to ('%s-01 00:00:00+00');"
              .formatted(
                  examination.table(name), examination.table(archive), month, month.plusMonths(1));
      default ->
          "alter table %s add partition (partition %s values less than ('%s-01'));"
              .formatted(
                  examination.table(archive),
                  examination.engine().quoted(name),
                  month.plusMonths(1));
    };
  }
}
