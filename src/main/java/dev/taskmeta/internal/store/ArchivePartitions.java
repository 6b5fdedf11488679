package dev.taskmeta.internal.store;

import dev.taskmeta.spi.ArchiveStore.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.RowCountQuery;
import org.jspecify.annotations.Nullable;

/** How an engine lists, makes and drops the partitions of the archive. */
interface ArchivePartitions {

  /**
   * A partition.
   *
   * @param name its name, as the statements of {@link ArchivePartitions} take it
   * @param from the earliest time in it; null if it has no lower end
   * @param until the end, exclusive; null if it has no upper end
   */
  record Partition(String name, @Nullable Instant from, @Nullable Instant until) {

    /** Whether a time is in it. */
    boolean holds(Instant time) {
      return (from == null || !from.isAfter(time)) && (until == null || until.isAfter(time));
    }
  }

  /** The partitions, in no order; one that takes what no other takes has no ends. */
  List<Partition> list(DSLContext sql);

  /** The statements that make months which are not there. */
  List<String> making(DSLContext sql, List<YearMonth> months);

  /**
   * Makes months, one after another with others who are at it.
   *
   * @param statements asked for once nobody else can make any
   */
  void make(Connection connection, DSLContext sql, Supplier<List<String>> statements)
      throws SQLException;

  /** Something to do while the archive is locked. */
  interface LastLook<T> {

    /** Does beforehand, while nobody waits, what makes the rest fast; changes nothing. */
    default void rehearse() {}

    /**
     * Prepares it while only the holds are locked: what is slow belongs here.
     *
     * @return the rest
     */
    Supplier<T> prepare();
  }

  /**
   * Does some work while nobody else uses the archive or can add a hold; does not wait for others
   * longer than a moment.
   */
  <T> T alone(Connection connection, DSLContext sql, Part part, LastLook<T> look)
      throws SQLException;

  /** Copies rows of the archive to the table of held rows, unless they are there. */
  RowCountQuery copyHeld(DSLContext sql, Condition rows);

  /** Drops a partition with all that is in it. */
  void drop(DSLContext sql, Part part);

  /** When a month begins. */
  static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
