package dev.taskmeta.schema;

import dev.taskmeta.Finding.Severity;
import dev.taskmeta.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A change to a schema behind the migrations' back, and how the doctor is to find it.
 *
 * @param what what was changed
 * @param sql the statements that change it
 */
record Planted(
    String what, Severity severity, String check, String subject, String reason, List<String> sql) {

  private static final String CONTENT_TYPE = "task_meta.content_type";
  private static final String PARENT = "task_meta.task_meta_parent_idx";

  /** Those that are possible on an engine. */
  static List<Planted> on(TestEngine engine) {
    List<Planted> all = new ArrayList<>(everywhere(engine));
    switch (engine) {
      case POSTGRESQL -> all.addAll(postgresql());
      case MYSQL, MARIADB -> all.addAll(mysql(engine));
      case SQLITE -> all.addAll(sqlite());
    }
    return all;
  }

  private static Planted error(String what, String subject, String reason, String... sql) {
    return new Planted(what, Severity.ERROR, "drift", subject, reason, List.of(sql));
  }

  private static Planted warning(String what, String subject, String reason, String... sql) {
    return new Planted(what, Severity.WARNING, "drift", subject, reason, List.of(sql));
  }

  private static List<Planted> everywhere(TestEngine engine) {
    String dropIndex =
        engine == TestEngine.MYSQL || engine == TestEngine.MARIADB
            ? "alter table task_meta drop index task_meta_parent_idx"
            : "drop index task_meta_parent_idx";
    return List.of(
        warning("index missing", PARENT, "is missing", dropIndex),
        new Planted(
            "extra index",
            Severity.INFO,
            "drift",
            "task_meta.dba_idx",
            "none of ours",
            List.of("create index dba_idx on task_meta (worker)")),
        error(
            "extra unique index",
            "task_meta.dba_idx",
            "does not let in",
            "create unique index dba_idx on task_meta (worker, task_id)"),
        error(
            "column dropped",
            CONTENT_TYPE,
            "the column is missing",
            "alter table task_meta drop column content_type"),
        new Planted(
            "extra column",
            Severity.INFO,
            "drift",
            "task_meta.tenant",
            "none of ours",
            List.of("alter table task_meta add column tenant integer null")),
        warning(
            "view replaced, columns alike",
            "v_task_failures",
            "made otherwise",
            "drop view v_task_failures",
            migration(engine, "V7__create_v_task_failures").replace("'FAILURE'", "'REVOKED'")),
        error(
            "view replaced by another",
            "v_group_progress",
            "column tasks is missing",
            "drop view v_group_progress",
            "create view v_group_progress as select group_id from group_meta"),
        error("view dropped", "v_task_failures", "is missing", "drop view v_task_failures"),
        error("table dropped", "retention_applied", "is missing", "drop table retention_applied"));
  }

  private static List<Planted> postgresql() {
    return List.of(
        error(
            "column narrowed",
            CONTENT_TYPE,
            "its type is character varying(100)",
            "alter table task_meta alter column content_type type varchar(100)"),
        error(
            "column narrowed that views are made of",
            "task_meta.queue",
            "its type is character varying(20)",
            "drop view v_task cascade",
            "alter table task_meta alter column queue type varchar(20)"),
        warning(
            "column nullable",
            "task_meta.store_token",
            "its nullable is yes",
            "alter table task_meta alter column store_token drop not null"),
        error(
            "column retyped",
            "task_meta.keep_seconds",
            "its type is text",
            "alter table task_meta alter column keep_seconds type text"),
        error(
            "other collation",
            CONTENT_TYPE,
            "its collation is default instead of C",
            "alter table task_meta alter column content_type type varchar(255) collate \"default\""),
        error(
            "default lost",
            "retention_policy.priority",
            "its default is none instead of 0",
            "alter table retention_policy alter column priority drop default"),
        warning(
            "check dropped",
            "retention_policy.retention_policy_keep_check",
            "is missing",
            "alter table retention_policy drop constraint retention_policy_keep_check"),
        error(
            "primary key dropped",
            "group_member.group_member_pk",
            "is missing",
            "alter table group_member drop constraint group_member_pk"),
        warning(
            "extra constraint",
            "task_meta.dba_check",
            "none of ours",
            "alter table task_meta add constraint dba_check check (worker <> 'x')"),
        warning(
            "storage parameter lost",
            "task_meta",
            "fillfactor=80",
            "alter table task_meta reset (fillfactor)"),
        new Planted(
            "autovacuum off",
            Severity.WARNING,
            "autovacuum",
            "task_meta",
            "autovacuum is off",
            List.of("alter table task_meta set (autovacuum_enabled = false)")),
        new Planted(
            "autovacuum off for a month of the archive",
            Severity.WARNING,
            "autovacuum",
            "some_month",
            "autovacuum is off",
            List.of(
                "create table some_month partition of task_archive for values from"
                    + " ('2031-01-01') to ('2031-02-01') with (autovacuum_enabled = false)")));
  }

  private static List<Planted> mysql(TestEngine engine) {
    boolean mariadb = engine == TestEngine.MARIADB;
    String text =
        "character set utf8mb4 collate " + (mariadb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
    return List.of(
        error(
            "column narrowed",
            CONTENT_TYPE,
            "its type is varchar(100)",
            "alter table task_meta modify column content_type varchar(100) " + text),
        warning(
            "column nullable",
            "task_meta.store_token",
            "its nullable is yes",
            "alter table task_meta modify column store_token bigint null"),
        error(
            "column retyped",
            "task_meta.keep_seconds",
            "its type is double",
            "alter table task_meta modify column keep_seconds double null"),
        error(
            "other collation",
            CONTENT_TYPE,
            "its collation is utf8mb4_general_ci",
            "alter table task_meta modify column content_type varchar(255) character set utf8mb4"
                + " collate utf8mb4_general_ci"),
        error(
            "default lost",
            "retention_policy.priority",
            "its default is none instead of 0",
            "alter table retention_policy alter column priority drop default"),
        error(
            "default that is computed lost",
            "task_hold.held_at",
            "its default is none",
            "alter table task_hold alter column held_at drop default"),
        warning(
            "check dropped",
            "task_meta.task_meta_args_check",
            "is missing",
            "alter table task_meta drop constraint task_meta_args_check"),
        error(
            "primary key dropped",
            "group_member.PRIMARY",
            "is missing",
            "alter table group_member drop primary key"),
        warning(
            "index switched off",
            PARENT,
            "switched off",
            "alter table task_meta alter index task_meta_parent_idx "
                + (mariadb ? "ignored" : "invisible")),
        warning(
            "other row format",
            "maintenance_lease",
            "row_format=dynamic",
            "alter table maintenance_lease row_format = compact"));
  }

  /** SQLite changes no column: somebody made the table anew. */
  private static List<Planted> sqlite() {
    return List.of(
        error(
            "column narrowed",
            CONTENT_TYPE,
            "its type is varchar(100)",
            rewritten("content_type varchar(255)", "content_type varchar(100)")),
        warning(
            "column nullable",
            "task_meta.store_token",
            "its nullable is yes",
            rewritten("store_token bigint not null", "store_token bigint null")),
        error(
            "column retyped",
            "task_meta.keep_seconds",
            "its type is text",
            rewritten("keep_seconds bigint", "keep_seconds text")),
        error(
            "other collation",
            CONTENT_TYPE,
            "its collation is nocase",
            rewritten(
                "content_type varchar(255) collate binary",
                "content_type varchar(255) collate nocase")),
        warning(
            "check dropped",
            "task_meta.args_check",
            "is missing",
            rewritten(" check (json_valid(args))", "")),
        error(
            "default lost",
            "cleanup_run.batches",
            "its default is none instead of 0",
            rewritten(
                "cleanup_run", "batches bigint not null default 0", "batches bigint not null")));
  }

  private static String[] rewritten(String before, String after) {
    return rewritten("task_meta", before, after);
  }

  private static String[] rewritten(String table, String before, String after) {
    return new String[] {
      "pragma writable_schema = on",
      "update sqlite_master set sql = replace(sql, '%s', '%s') where name = '%s'"
          .formatted(before, after, table),
      "pragma writable_schema = reset"
    };
  }

  private static String migration(TestEngine engine, String name) {
    Path file = Path.of("migrations", engine.name().toLowerCase(Locale.ROOT), name + ".sql");
    try {
      String sql = Files.readString(file).replaceAll("\\$\\{(\\w+)}", "$1");
      int end = sql.indexOf(";\n");
      return sql.substring(0, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is SQL that mends it: SQLite changes neither columns nor checks. */
  boolean isMended(TestEngine engine) {
    return engine != TestEngine.SQLITE || !sql.get(0).contains("writable_schema");
  }

  @Override
  public String toString() {
    return what;
  }
}
