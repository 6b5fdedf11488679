package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveHeldTable.TASK_ARCHIVE_HELD;
import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static org.jooq.impl.DSL.inline;

import dev.taskmeta.internal.store.ArchivePartitions.Partition;
import dev.taskmeta.spi.ArchiveStore;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Keeps the archive: its months, and what is past its time. */
final class SqlArchiveStore implements ArchiveStore {

  private final Transactions transactions;
  private final Syntax syntax;
  private final Optional<ArchivePartitions> partitions;

  SqlArchiveStore(Transactions transactions, Syntax syntax) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.partitions = syntax.archivePartitions();
  }

  @Override
  public boolean inMonths() {
    return partitions.isPresent();
  }

  @Override
  public Ready ready(int ahead) {
    return transactions.statement(
        "look at the archive's months", null, (connection, sql) -> ready(sql, ahead));
  }

  private Ready ready(DSLContext sql, int ahead) {
    Instant now = sql.select(syntax.now()).fetchSingle().value1();
    if (partitions.isEmpty()) {
      return new Ready(now, null, List.of(), List.of(), List.of());
    }
    List<Partition> made = partitions.get().list(sql);
    YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    List<YearMonth> missing = new ArrayList<>();
    for (int at = 0; at <= ahead; at++) {
      YearMonth each = month.plusMonths(at);
      // What is over of this month needs no place any more.
      Instant from = at == 0 ? now : ArchivePartitions.start(each);
      Instant covered = covered(made, from);
      if (covered != null && covered.isBefore(ArchivePartitions.start(each.plusMonths(1)))) {
        missing.add(each);
      }
    }
    return new Ready(
        now,
        covered(made, now),
        made.stream().map(Partition::name).sorted().toList(),
        missing,
        partitions.get().making(sql, missing));
  }

  /** Up to when partitions follow one another from a time on; null without an end. */
  private static @Nullable Instant covered(List<Partition> partitions, Instant from) {
    Instant until = from;
    for (; ; ) {
      Instant reached = until;
      Optional<Partition> next =
          partitions.stream().filter(each -> each.holds(reached)).findFirst();
      if (next.isEmpty()) {
        return until;
      }
      until = next.get().until();
      if (until == null) {
        return null;
      }
    }
  }

  @Override
  public void make(int ahead) {
    partitions.ifPresent(
        engine ->
            transactions.transaction(
                "make months of the archive",
                null,
                (connection, sql) -> {
                  engine.make(connection, sql, () -> ready(sql, ahead).sql());
                  return true;
                }));
  }

  @Override
  public List<Part> due() {
    if (partitions.isEmpty()) {
      return List.of();
    }
    return transactions.statement(
        "find months of the archive that may go",
        null,
        (connection, sql) -> {
          Instant now = sql.select(syntax.now()).fetchSingle().value1();
          List<Part> due = new ArrayList<>();
          for (Partition each : partitions.get().list(sql)) {
            if (each.until() != null && !each.until().isAfter(now)) {
              Part part = new Part(each.name(), each.from(), each.until());
              if (new LeavingMonth(sql, syntax, partitions.get(), part).isDue()
                  && isMonth(sql, part)) {
                due.add(part);
              }
            }
          }
          due.sort(Comparator.comparing(Part::until));
          return due;
        });
  }

  /** What is before the first month, and empty, is not to go: MySQL must have one partition. */
  private static boolean isMonth(DSLContext sql, Part part) {
    return part.from() != null
        || sql.fetchExists(DSL.selectOne().from(TASK_ARCHIVE).where(LeavingMonth.in(part)));
  }

  @Override
  public OptionalLong drop(Part part) {
    ArchivePartitions engine = partitions.orElseThrow();
    return transactions.transaction(
        "drop a month of the archive",
        null,
        (connection, sql) ->
            engine.alone(connection, sql, part, new LeavingMonth(sql, syntax, engine, part)));
  }

  @Override
  public int deleteOverdue(Duration overdue, Collection<Part> except, int limit) {
    Condition rows = DSL.noCondition();
    for (Part part : except) {
      rows = rows.and(LeavingMonth.in(part).not());
    }
    Condition others = rows;
    return transactions.statement(
        "remove archived tasks",
        null,
        (connection, sql) -> overdue(sql, syntax, overdue, others, DSL.val(limit)).execute());
  }

  @Override
  public int deleteReleased(int limit) {
    return transactions.statement(
        "remove archived tasks",
        null,
        (connection, sql) -> released(sql, syntax, DSL.val(limit)).execute());
  }

  /** Deletes rows that may have gone so long ago. */
  static Query overdue(
      DSLContext sql, Syntax syntax, Duration overdue, Condition rows, Field<Integer> limit) {
    Field<Instant> before = syntax.later(syntax.now(), inline(-overdue.toNanos() / 1_000));
    return delete(
        sql,
        syntax,
        List.of(TASK_ARCHIVE.TASK_ID, TASK_ARCHIVE.ARCHIVED_AT),
        TASK_ARCHIVE.KEEP_UNTIL,
        TASK_ARCHIVE
            .KEEP_UNTIL
            .lt(DSL.field(DSL.select(before)))
            .and(rows)
            .and(SqlHoldStore.notHeld(TASK_ARCHIVE.TASK_ID)),
        limit);
  }

  /** Deletes rows that were moved away for a hold, and may go now. */
  static Query released(DSLContext sql, Syntax syntax, Field<Integer> limit) {
    return delete(
        sql,
        syntax,
        List.of(TASK_ARCHIVE_HELD.TASK_ID, TASK_ARCHIVE_HELD.ARCHIVED_AT),
        TASK_ARCHIVE_HELD.KEEP_UNTIL,
        TASK_ARCHIVE_HELD
            .KEEP_UNTIL
            .lt(DSL.field(DSL.select(syntax.now())))
            .and(SqlHoldStore.notHeld(TASK_ARCHIVE_HELD.TASK_ID)),
        limit);
  }

  private static Query delete(
      DSLContext sql,
      Syntax syntax,
      List<TableField<Record, ?>> key,
      Field<Instant> order,
      Condition rows,
      Field<Integer> limit) {
    Table<Record> table = key.get(0).getTable();
    return syntax.deleteHasLimit()
        ? sql.deleteFrom(table).where(rows).orderBy(order).limit(limit)
        : sql.deleteFrom(table)
            .where(
                DSL.row(key)
                    .in(DSL.select(key).from(table).where(rows).orderBy(order).limit(limit)))
            .and(rows);
  }
}
