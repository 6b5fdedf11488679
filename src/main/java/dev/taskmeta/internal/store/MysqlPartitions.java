package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveHeldTable.TASK_ARCHIVE_HELD;
import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;

import dev.taskmeta.spi.ArchiveStore.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.RowCountQuery;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions of MySQL and MariaDB: each ends where the next begins, and new ones come last. A month
 * that goes is first exchanged for an empty table, which takes no time, however large it is; its
 * files are removed when nobody waits any more. The exchange looks at no rows: asked to verify that
 * the table is empty, MariaDB was seen to do so without an end. Before 11.4 it cannot be asked not
 * to, and the month is dropped at once.
 */
final class MysqlPartitions implements ArchivePartitions {

  private static final Logger LOGGER = LoggerFactory.getLogger(MysqlPartitions.class);

  /** The shortest that MySQL knows, in seconds; whoever comes after us waits as long as we do. */
  private static final long LOCK_WAIT = 1;

  /** A day, with or without its time, as the engine quotes it. */
  private static final DateTimeFormatter BOUND =
      new DateTimeFormatterBuilder()
          .appendPattern("''uuuu-MM-dd[ HH:mm:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .appendLiteral('\'')
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
          .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
          .toFormatter(java.util.Locale.ROOT);

  @Override
  public List<Partition> list(DSLContext sql) {
    List<Partition> partitions = new ArrayList<>();
    Instant from = null;
    for (Record2<String, String> row : rows(sql, schema(sql).getOutput(), archive(sql))) {
      Instant until = bound(row.value2());
      partitions.add(new Partition(row.value1(), from, until));
      from = until;
    }
    return partitions;
  }

  static MappedSchema schema(DSLContext sql) {
    return sql.settings().getRenderMapping().getSchemata().get(0);
  }

  /** The name of the archive. */
  static String archive(DSLContext sql) {
    return schema(sql).getTables().stream()
        .filter(each -> TASK_ARCHIVE.getName().equals(each.getInput()))
        .map(MappedTable::getOutput)
        .findFirst()
        .orElse(TASK_ARCHIVE.getName());
  }

  private static List<Record2<String, String>> rows(
      DSLContext sql, @Nullable String schema, String table) {
    return sql.select(
            DSL.field("partition_name", String.class),
            DSL.field("partition_description", String.class))
        .from("information_schema.partitions")
        .where("table_schema = coalesce({0}, database())", DSL.val(schema, String.class))
        .and("table_name = {0}", DSL.val(table))
        .and("partition_name is not null")
        .orderBy(DSL.field("partition_ordinal_position"))
        .fetch();
  }

  private static @Nullable Instant bound(String description) {
    return description.equals("MAXVALUE")
        ? null
        : LocalDateTime.parse(description, BOUND).toInstant(ZoneOffset.UTC);
  }

  @Override
  public List<String> making(DSLContext sql, List<YearMonth> months) {
    if (months.isEmpty()) {
      return List.of();
    }
    String partitions =
        months.stream()
            .map(
                month ->
                    "partition p%04d_%02d values less than ('%s')"
                        .formatted(
                            month.getYear(), month.getMonthValue(), month.plusMonths(1).atDay(1)))
            .collect(Collectors.joining(", "));
    return List.of(
        "alter table %s add partition (%s)".formatted(sql.render(TASK_ARCHIVE), partitions));
  }

  @Override
  public void make(Connection connection, DSLContext sql, Supplier<List<String>> statements)
      throws SQLException {
    waitingShortly(
        connection,
        statement -> {
          for (String each : statements.get()) {
            statement.execute(each);
          }
          return true;
        });
  }

  @Override
  public <T> T alone(Connection connection, DSLContext sql, Part part, LastLook<T> look)
      throws SQLException {
    return waitingShortly(
        connection,
        statement -> {
          LeavingTable leaving = new LeavingTable(sql, statement);
          if (!leaving.isMade()) {
            return locked(connection, statement, sql, "", look);
          }
          try {
            T value = locked(connection, statement, sql, ", " + leaving.name() + " write", look);
            dropEmpty(connection, statement, sql, part);
            return value;
          } finally {
            leaving.drop();
          }
        });
  }

  /**
   * Removes what a month leaves that was exchanged: under a lock of its own, a short one. Where it
   * cannot be had, an empty month is left to the next drop.
   */
  private void dropEmpty(Connection connection, Statement statement, DSLContext sql, Part part)
      throws SQLException {
    if (list(sql).stream().noneMatch(each -> each.name().equals(part.name()))) {
      return;
    }
    LastLook<Boolean> look =
        () ->
            () -> {
              boolean isEmpty = !sql.fetchExists(inside(sql, part));
              if (isEmpty) {
                dropAtOnce(sql, part);
              }
              return isEmpty;
            };
    try {
      locked(connection, statement, sql, "", look);
    } catch (SQLException | DataAccessException e) {
      LOGGER.debug("the empty month {} is left to the next drop", part.name(), e);
    }
  }

  private static Select<?> inside(DSLContext sql, Part part) {
    return sql.selectOne()
        .from(DSL.table("{0} partition ({1})", TASK_ARCHIVE, DSL.name(part.name())));
  }

  private static <T> T locked(
      Connection connection, Statement statement, DSLContext sql, String more, LastLook<T> look)
      throws SQLException {
    look.rehearse();
    // Changing a table commits: the tables' locks, not a transaction, keep others out between the
    // last look at the holds and the drop.
    statement.execute(
        "lock tables %s read, %s write, %s write%s"
            .formatted(
                sql.render(TASK_HOLD),
                sql.render(TASK_ARCHIVE),
                sql.render(TASK_ARCHIVE_HELD),
                more));
    try {
      return look.prepare().get();
    } catch (RuntimeException | Error e) {
      // Unlocking would commit.
      connection.rollback();
      throw e;
    } finally {
      statement.execute("unlock tables");
    }
  }

  private interface Work<T> {
    T run(Statement statement) throws SQLException;
  }

  private static <T> T waitingShortly(Connection connection, Work<T> work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long before;
      try (ResultSet answer = statement.executeQuery("select @@session.lock_wait_timeout")) {
        answer.next();
        before = answer.getLong(1);
      }
      statement.execute("set session lock_wait_timeout = " + LOCK_WAIT);
      try {
        return work.run(statement);
      } finally {
        statement.execute("set session lock_wait_timeout = " + before);
      }
    }
  }

  @Override
  public RowCountQuery copyHeld(DSLContext sql, Condition rows) {
    Field<?>[] fields = TASK_ARCHIVE_HELD.fields();
    TableField<?, String> id = TASK_ARCHIVE_HELD.TASK_ID;
    // Not "insert ignore", which would leave out a row that a check refuses.
    return sql.insertInto(TASK_ARCHIVE_HELD, fields)
        .select(DSL.select(TASK_ARCHIVE.fields(fields)).from(TASK_ARCHIVE).where(rows))
        .onDuplicateKeyUpdate()
        .set(id, id);
  }

  @Override
  public void drop(DSLContext sql, Part part) {
    try {
      sql.execute(
          "alter table %s exchange partition %s with table %s without validation"
              .formatted(sql.render(TASK_ARCHIVE), month(sql, part), LeavingTable.name(sql)));
    } catch (DataAccessException e) {
      LOGGER.debug("the month {} is dropped at once, it cannot be exchanged", part.name(), e);
      dropAtOnce(sql, part);
    }
  }

  private static void dropAtOnce(DSLContext sql, Part part) {
    sql.execute(
        "alter table %s drop partition %s".formatted(sql.render(TASK_ARCHIVE), month(sql, part)));
  }

  private static String month(DSLContext sql, Part part) {
    return sql.render(DSL.name(part.name()));
  }
}
