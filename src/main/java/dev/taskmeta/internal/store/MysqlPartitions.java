package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveHeldTable.TASK_ARCHIVE_HELD;
import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;

import dev.taskmeta.internal.database.SqlNames;
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

  private static MappedSchema schema(DSLContext sql) {
    return sql.settings().getRenderMapping().getSchemata().get(0);
  }

  /** The name of the archive. */
  private static String archive(DSLContext sql) {
    return schema(sql).getTables().stream()
        .filter(each -> TASK_ARCHIVE.getName().equals(each.getInput()))
        .map(MappedTable::getOutput)
        .findFirst()
        .orElse(TASK_ARCHIVE.getName());
  }

  /** The table that takes what is in a month that goes, as SQL refers to it. */
  private static String leaving(DSLContext sql) {
    String name = SqlNames.leaving(archive(sql));
    @Nullable String schema = schema(sql).getOutput();
    return sql.render(schema == null ? DSL.name(name) : DSL.name(schema, name));
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
          String leaving = leaving(sql);
          if (!mayMake(sql) || !isMade(statement, leaving, sql.render(TASK_ARCHIVE))) {
            return locked(connection, statement, sql, "", look);
          }
          try {
            return locked(connection, statement, sql, ", " + leaving + " write", look);
          } finally {
            statement.execute("drop table if exists " + leaving);
          }
        });
  }

  private static <T> T locked(
      Connection connection, Statement statement, DSLContext sql, String more, LastLook<T> look)
      throws SQLException {
    // The first time takes long: not while others wait.
    look.prepare();
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

  /** Whether no table of somebody else has the name of the one that takes what goes. */
  private static boolean mayMake(DSLContext sql) {
    @Nullable String there = comment(sql, SqlNames.leaving(archive(sql)));
    if (there == null || there.equals(comment(sql, archive(sql)))) {
      return true;
    }
    LOGGER.warn(
        "a month is dropped at once, while others wait: {} is a table of somebody else",
        leaving(sql));
    return false;
  }

  private static @Nullable String comment(DSLContext sql, String table) {
    return sql.select(DSL.field("table_comment", String.class))
        .from("information_schema.tables")
        .where("table_schema = coalesce({0}, database())", DSL.val(schema(sql).getOutput()))
        .and("table_name = {0}", DSL.val(table))
        .fetchOne(0, String.class);
  }

  /**
   * Makes the empty table that a month is exchanged for.
   *
   * @return false if it cannot be made, as by a user who has not the right to
   */
  private static boolean isMade(Statement statement, String leaving, String archive) {
    try {
      // A server that died may have left one, of a month that is no longer in the archive.
      statement.execute("drop table if exists " + leaving);
      statement.execute("create table %s like %s".formatted(leaving, archive));
      statement.execute("alter table %s remove partitioning".formatted(leaving));
      return true;
    } catch (SQLException e) {
      LOGGER.debug("a month is dropped at once, {} cannot be made", leaving, e);
      return false;
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
    String archive = sql.render(TASK_ARCHIVE);
    String month = sql.render(DSL.name(part.name()));
    try {
      sql.execute(
          "alter table %s exchange partition %s with table %s without validation"
              .formatted(archive, month, leaving(sql)));
    } catch (DataAccessException e) {
      LOGGER.debug("the month {} is dropped at once, it cannot be exchanged", month, e);
    }
    sql.execute("alter table %s drop partition %s".formatted(archive, month));
  }
}
