package dev.taskmeta;

import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportQuery;
import dev.taskmeta.spi.ReportStore;
import javax.sql.DataSource;

/**
 * Reports on tasks, made by the database from the view {@code v_task}. It reads from {@code
 * reporting_backend}, such as a replica, where that is set, and never makes or changes anything;
 * the right to read the view is all it needs.
 *
 * <pre>{@code
 * try (TaskReports reports = TaskReports.open(settings)) {
 *   Report report = reports.report(new ReportQuery(Grouping.NAME, Duration.ofDays(7), 20, 0));
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class TaskReports implements AutoCloseable {

  private final ReportStore store;

  private TaskReports(ReportStore store) {
    this.store = store;
  }

  /**
   * Opens the database that {@code reporting_backend} names, or else {@code result_backend}.
   *
   * @throws ConfigurationException if neither is set, or the store makes no reports
   * @throws BackendUnavailableException if the database cannot be reached
   */
  public static TaskReports open(Settings settings) {
    String url = settings.reportingBackend().or(settings::resultBackend).orElse(null);
    return new TaskReports(Providers.reports(url, null, settings));
  }

  /**
   * Reads from an application's own data source, which is never closed.
   *
   * @throws BackendUnavailableException if the database cannot be reached
   */
  public static TaskReports of(DataSource dataSource, Settings settings) {
    return new TaskReports(Providers.reports(null, dataSource, settings));
  }

  /**
   * Makes a report.
   *
   * @throws SchemaException if the view is not there; run {@code taskmeta migrate}
   * @throws StoreException if the database fails
   */
  public Report report(ReportQuery query) {
    return store.report(query);
  }

  @Override
  public void close() {
    store.close();
  }
}
