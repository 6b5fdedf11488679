package dev.taskmeta.internal.store;

import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportQuery;
import dev.taskmeta.report.ReportRow;
import dev.taskmeta.report.ReportRow.RunSeconds;
import dev.taskmeta.spi.ReportStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

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
                "report", null, (connection, sql) -> rows(sql, query, statement)));
    boolean more = rows.size() > query.limit();
    if (more) {
      rows.remove(query.limit());
    }
    if (statement.isByDay()) {
      // The newest days were asked for first, in case that there are too many.
      Collections.reverse(rows);
    }
    if (query.slots() == 0) {
      return new Report(query, from, to, rows, more, List.of());
    }
    ReportCourse course = new ReportCourse(syntax, tasks, query, from, rows);
    transactions.statement("report", null, (connection, sql) -> course.read(sql));
    return new Report(query, from, to, course.ofRows(), more, course.ofAll());
  }

  private List<ReportRow> rows(DSLContext sql, ReportQuery query, ReportRows statement) {
    Result<Record> counted = syntax.withRoom(sql, statement.select(sql)).fetch();
    Map<List<@Nullable String>, RunSeconds> runs =
        new ReportRuns(syntax, tasks, query.by(), statement)
            .read(sql, counted.getValues(ReportRows.KEY));
    return counted.map(row -> statement.read(row, runs.get(statement.key(row))));
  }

  @Override
  public void close() {
    close.run();
  }
}
