package dev.taskmeta.retention;

import java.util.Locale;

/** What calls the procedure that cleans up without Java. */
public enum ProcedureSchedule {

  /** The extension pg_cron of PostgreSQL. */
  PG_CRON,

  /** An event of MySQL or MariaDB. */
  MYSQL_EVENT,

  /** A shell script for cron, which calls {@code psql}, {@code mysql} or {@code mariadb}. */
  SHELL;

  /** As users write it, such as {@code mysql-event}. */
  @Override
  public String toString() {
    String name = name().toLowerCase(Locale.ROOT);
    return this == PG_CRON ? name : name.replace('_', '-');
  }
}
