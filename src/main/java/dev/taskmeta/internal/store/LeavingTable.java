package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;

import dev.taskmeta.internal.database.SqlNames;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The empty table that a month of the archive is exchanged for when it goes, on MySQL and MariaDB.
 */
final class LeavingTable {

  private static final Logger LOGGER = LoggerFactory.getLogger(LeavingTable.class);

  private final DSLContext sql;
  private final Statement statement;

  LeavingTable(DSLContext sql, Statement statement) {
    this.sql = sql;
    this.statement = statement;
  }

  /** Its name, as SQL refers to it. */
  String name() {
    return name(sql);
  }

  static String name(DSLContext sql) {
    String name = SqlNames.leaving(MysqlPartitions.archive(sql));
    @Nullable String schema = MysqlPartitions.schema(sql).getOutput();
    return sql.render(schema == null ? DSL.name(name) : DSL.name(schema, name));
  }

  /**
   * Makes it.
   *
   * @return false if it cannot be made, as by a user who has not the right to, or where somebody
   *     else has a table of that name
   */
  boolean isMade() {
    if (isForeign()) {
      LOGGER.warn(
          "a month is dropped at once, while others wait: {} is a table of somebody else", name());
      return false;
    }
    try {
      // A server that died may have left one, of a month that is no longer in the archive.
      drop();
      statement.execute("create table %s like %s".formatted(name(), sql.render(TASK_ARCHIVE)));
      statement.execute("alter table %s remove partitioning".formatted(name()));
      return true;
    } catch (SQLException e) {
      LOGGER.debug("a month is dropped at once, {} cannot be made", name(), e);
      return false;
    }
  }

  /** Ours has the comment of the archive, like all of a table that is made like it. */
  private boolean isForeign() {
    String archive = MysqlPartitions.archive(sql);
    @Nullable String there = comment(SqlNames.leaving(archive));
    return there != null && !there.equals(comment(archive));
  }

  private @Nullable String comment(String table) {
    return sql.select(DSL.field("table_comment", String.class))
        .from("information_schema.tables")
        .where(
            "table_schema = coalesce({0}, database())",
            DSL.val(MysqlPartitions.schema(sql).getOutput(), String.class))
        .and("table_name = {0}", DSL.val(table))
        .fetchOne(0, String.class);
  }

  /** Drops it with all that is in it, if it is there. */
  void drop() throws SQLException {
    statement.execute("drop table if exists " + name());
  }
}
