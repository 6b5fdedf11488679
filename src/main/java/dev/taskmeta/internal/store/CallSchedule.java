package dev.taskmeta.internal.store;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.settings.DurationText;
import dev.taskmeta.retention.ProcedureSchedule;
import java.time.Duration;

/** What calls the procedure that cleans up, and how often. */
final class CallSchedule {

  private final Engine engine;
  private final Duration every;
  private final String cron;

  private CallSchedule(Engine engine, Duration every, String cron) {
    this.engine = engine;
    this.every = every;
    this.cron = cron;
  }

  /**
   * Makes one.
   *
   * @throws ConfigurationException if the engine has no such schedule, or cron cannot say how often
   */
  static CallSchedule of(Engine engine, ProcedureSchedule schedule, Duration every) {
    String remedy =
        switch (engine) {
          case POSTGRESQL ->
              schedule == ProcedureSchedule.MYSQL_EVENT ? "give pg_cron or shell" : null;
          case MYSQL, MARIADB ->
              schedule == ProcedureSchedule.PG_CRON ? "give mysql-event or shell" : null;
          case SQLITE -> "it has no procedures; let cron run taskmeta cleanup";
        };
    if (remedy != null) {
      throw new ConfigurationException(
          "--for %s is not for %s: %s".formatted(schedule, engine.product(), remedy));
    }
    return new CallSchedule(engine, every, cron(every));
  }

  private static String cron(Duration every) {
    long minutes = every.toMinutes();
    boolean whole = minutes > 0 && Duration.ofMinutes(minutes).equals(every);
    if (whole && minutes < 60 && 60 % minutes == 0) {
      return minutes == 1 ? "* * * * *" : "*/" + minutes + " * * * *";
    }
    if (whole && minutes % 60 == 0 && minutes <= 1_440 && 1_440 % minutes == 0) {
      long hours = minutes / 60;
      return hours == 1 ? "0 * * * *" : hours == 24 ? "0 0 * * *" : "0 */" + hours + " * * *";
    }
    throw new ConfigurationException(
        ("--every is %s: give minutes that divide an hour, such as 5min, or hours that divide a"
                + " day, such as 6h")
            .formatted(DurationText.format(every)));
  }

  /** The job of pg_cron, made where the extension is. */
  String pgCron(String procedure, String job) {
    return """

        -- The job, under one name however often this is run. The extension is in one database of a server
        -- (cron.database_name); where that is another, this says what to run there.
        do $job$
        declare
          v_call constant text := $call$call %1$s()$call$;
        begin
          if exists (select 1 from pg_extension where extname = 'pg_cron') then
            perform cron.schedule('%2$s', '%3$s', v_call);
          else
            raise notice 'pg_cron is not in this database; in the one that has it run: %%',
              format('select cron.schedule_in_database(%%L, %%L, %%L, %%L)', '%2$s', '%3$s', v_call, current_database());
          end if;
        end
        $job$;
        """
        .formatted(procedure, job, cron);
  }

  /** The event that calls the procedure. */
  String event(String procedure) {
    return """

        -- It needs the scheduler of events: set global event_scheduler = on;
        drop event if exists %1$s;
        create event %1$s
        on schedule every %2$d minute
        on completion preserve
        comment 'Taskmeta: calls the cleanup'
        do call %1$s();
        """
        .formatted(procedure, every.toMinutes());
  }

  /** A script that makes the procedure or calls it. */
  String shell(String sql, String procedure) {
    boolean postgresql = engine == Engine.POSTGRESQL;
    String client =
        postgresql
            ? "psql -X -q -v ON_ERROR_STOP=1"
            : engine == Engine.MARIADB ? "mariadb" : "mysql";
    String options =
        postgresql
            ? "Host, user and database come from PGHOST, PGUSER, PGDATABASE, the password from ~/.pgpass."
            : "Host, user and password come from ~/.my.cnf; the database is the script's argument.";
    String database = postgresql ? "" : " \"$database\"";
    String argument =
        postgresql
            ? ""
            : "database=${1:?the database is missing: $0 DATABASE [--install]}\nshift\n";
    String call = postgresql ? "-c 'call " + procedure + "()'" : "-e 'call " + procedure + "()'";
    return """
        #!/bin/sh
        # Taskmeta's cleanup without Java, for cron: with --install it makes the procedure, otherwise it calls it.
        # %1$s
        # %2$s /usr/local/bin/taskmeta-cleanup%3$s
        set -eu
        %4$sif [ "${1:-}" = --install ]; then
          exec %5$s%6$s <<'TASKMETA'
        %7$sTASKMETA
        fi
        exec %5$s%6$s %8$s
        """
        .formatted(
            options, cron, postgresql ? "" : " DATABASE", argument, client, database, sql, call);
  }
}
