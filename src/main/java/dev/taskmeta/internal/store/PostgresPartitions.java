package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveHeldTable.TASK_ARCHIVE_HELD;
import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;

import dev.taskmeta.spi.ArchiveStore.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.RowCountQuery;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Partitions of PostgreSQL: tables of their own, made beside the archive and then attached. */
final class PostgresPartitions implements ArchivePartitions {

  /** Nobody but others who change the table waits for us meanwhile. */
  private static final String WHILE_MAKING = "set local lock_timeout = '5s'";

  /** Whoever comes after us waits as long as we do. */
  private static final String WHILE_DROPPING = "set local lock_timeout = '50ms'";

  /** Leaves room for the month within the 63 characters of a name. */
  private static final int MOST_OF_NAME = 55;

  @Override
  public List<Partition> list(DSLContext sql) {
    return months(sql, bound("FROM"), bound("TO"))
        .fetch(row -> new Partition(row.value1(), row.value2(), row.value3()));
  }

  /** The partitions, with infinite times where they have no ends. */
  static Select<?> months(DSLContext sql) {
    Field<Instant> from = bound("FROM");
    Field<Instant> until = bound("TO");
    return months(
        sql,
        DSL.field("coalesce({0}, '-infinity')", from.getDataType(), from).as("from_time"),
        DSL.field("coalesce({0}, 'infinity')", until.getDataType(), until).as("until_time"));
  }

  private static Select<Record3<String, Instant, Instant>> months(
      DSLContext sql, Field<Instant> from, Field<Instant> until) {
    Field<String> name = DSL.field("c.oid::regclass::text", String.class).as("name");
    return sql.select(name, from, until)
        .from("pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid")
        .where("i.inhparent = to_regclass({0})", DSL.val(sql.render(TASK_ARCHIVE)));
  }

  /** An end of a partition, read by the session that wrote it, for it is in the session's zone. */
  private static Field<Instant> bound(String word) {
    String pattern = word + " [(]''([^'']+)''[)]";
    return DSL.field(
        "substring(pg_get_expr(c.relpartbound, c.oid) from '" + pattern + "')::timestamptz",
        TASK_ARCHIVE.ARCHIVED_AT.getDataType());
  }

  @Override
  public List<String> making(DSLContext sql, List<YearMonth> months) {
    Record archive =
        sql.fetchSingle(
            """
            select n.nspname, c.relname, pg_get_userbyid(c.relowner)
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.oid = to_regclass(?)
            """,
            sql.render(TASK_ARCHIVE));
    String schema = archive.get(0, String.class);
    String table = archive.get(1, String.class);
    String owner = archive.get(2, String.class);
    String parent = quoted(schema) + "." + quoted(table);
    String base = table.substring(0, Math.min(table.length(), MOST_OF_NAME));
    List<String> statements = new ArrayList<>();
    for (YearMonth month : months) {
      String name = "%s_%04d_%02d".formatted(base, month.getYear(), month.getMonthValue());
      String partition = quoted(schema) + "." + quoted(name);
      // The archive is not locked against its users: an empty table needs no scan to be attached,
      // and "partition of" would lock it.
      statements.add("create table %s (like %s including all)".formatted(partition, parent));
      statements.add(
          "comment on table %s is 'The tasks archived in %s.'".formatted(partition, month));
      // Whoever runs it: who owns the archive is to drop the month later. Its owner's own is left.
      statements.add("alter table %s owner to %s".formatted(partition, quoted(owner)));
      statements.add(
          "alter table %s attach partition %s for values from ('%s') to ('%s')"
              .formatted(
                  parent,
                  partition,
                  ArchivePartitions.start(month),
                  ArchivePartitions.start(month.plusMonths(1))));
    }
    return statements;
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public void make(Connection connection, DSLContext sql, Supplier<List<String>> statements)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(WHILE_MAKING);
      // What attaching takes anyhow; taken first, it lets one at a time look and make.
      statement.execute(
          "lock table only %s in share update exclusive mode".formatted(sql.render(TASK_ARCHIVE)));
      for (String each : statements.get()) {
        statement.execute(each);
      }
    }
  }

  @Override
  public <T> T alone(Connection connection, DSLContext sql, Part part, LastLook<T> look)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Each look is to see what was committed before the lock that it comes after.
      statement.execute("set transaction isolation level read committed");
      statement.execute(WHILE_DROPPING);
      look.rehearse();
      statement.execute("lock table %s in share mode".formatted(sql.render(TASK_HOLD)));
      Supplier<T> rest = look.prepare();
      statement.execute(
          "lock table only %s in access exclusive mode".formatted(sql.render(TASK_ARCHIVE)));
      statement.execute("lock table only %s in access exclusive mode".formatted(part.name()));
      return rest.get();
    }
  }

  @Override
  public RowCountQuery copyHeld(DSLContext sql, Condition rows) {
    return sql.insertInto(TASK_ARCHIVE_HELD, TASK_ARCHIVE_HELD.fields())
        .select(
            DSL.select(TASK_ARCHIVE.fields(TASK_ARCHIVE_HELD.fields()))
                .from(TASK_ARCHIVE)
                .where(rows))
        .onConflictDoNothing();
  }

  @Override
  public void drop(DSLContext sql, Part part) {
    sql.execute("drop table " + part.name());
  }
}
