package dev.taskmeta.internal.store;

import static org.jooq.impl.DSL.floor;
import static org.jooq.impl.DSL.inline;

import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportQuery;
import dev.taskmeta.report.ReportRow;
import dev.taskmeta.spi.ReportStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Makes reports from the view of tasks; the database counts, rows of tasks never come here. */
final class SqlReportStore implements ReportStore {

  private final Transactions transactions;
  private final Syntax syntax;
  private final Table<Record> tasks;
  private final Clock clock;
  private final Runnable close;

  /**
   * Makes a store.
   *
   * @param view the view of tasks as SQL refers to it
   */
  SqlReportStore(
      Transactions transactions, Syntax syntax, String view, Clock clock, Runnable close) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.tasks = DSL.table(DSL.raw(view));
    this.clock = clock;
    this.close = close;
  }

  @Override
  public Report report(ReportQuery query) {
    Instant to = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant from = to.minus(query.since()).truncatedTo(ChronoUnit.MICROS);
    ReportRows statement = new ReportRows(syntax, tasks, query, from);
    List<ReportRow> rows =
        new ArrayList<>(
            transactions.statement(
                "report", null, (connection, sql) -> statement.select(sql).fetch(statement::read)));
    boolean more = rows.size() > query.limit();
    if (more) {
      rows.remove(query.limit());
    }
    if (statement.isByDay()) {
      // The newest days were asked for first, in case that there are too many.
      Collections.reverse(rows);
    }
    return new Report(query, from, to, rows, more, course(query, from));
  }

  /** How many tasks were created in each part of the time. */
  private List<Long> course(ReportQuery query, Instant from) {
    if (query.slots() == 0) {
      return List.of();
    }
    List<Long> course = new ArrayList<>(Collections.nCopies(query.slots(), 0L));
    Field<Integer> slot = slot(query, from).as("slot");
    Table<?> slots =
        DSL.select(slot).from(tasks).where(ReportRows.CREATED_AT.ge(from)).asTable("s");
    transactions.statement(
        "report",
        null,
        (connection, sql) -> {
          sql.select(slots.field(slot), DSL.count())
              .from(slots)
              .groupBy(slots.field(slot))
              .forEach(
                  row -> {
                    // A clock that runs ahead creates tasks later than now.
                    int at = Math.min(query.slots() - 1, row.get(0, Integer.class));
                    course.set(at, course.get(at) + row.get(1, Long.class));
                  });
          return true;
        });
    return course;
  }

  private Field<Integer> slot(ReportQuery query, Instant from) {
    double width = (double) Math.max(1, query.since().toSeconds()) / query.slots();
    Field<Long> seconds =
        syntax.wholeSeconds(inline(from, ReportRows.CREATED_AT), ReportRows.CREATED_AT);
    return floor(syntax.real(seconds).div(inline(width))).cast(Integer.class);
  }

  @Override
  public void close() {
    close.run();
  }
}
