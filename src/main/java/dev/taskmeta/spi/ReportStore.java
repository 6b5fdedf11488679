package dev.taskmeta.spi;

import dev.taskmeta.StoreException;
import dev.taskmeta.report.Report;
import dev.taskmeta.report.ReportQuery;

/** Makes reports of what a store keeps. It only reads. Safe for use by several threads. */
public interface ReportStore extends AutoCloseable {

  /**
   * Makes a report.
   *
   * @throws StoreException if it cannot
   */
  Report report(ReportQuery query);

  /** Gives back what it holds; its own pool, never a data source it was given. */
  @Override
  void close();
}
