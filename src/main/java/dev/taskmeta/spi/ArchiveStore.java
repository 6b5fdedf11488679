package dev.taskmeta.spi;

import dev.taskmeta.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a store can do for the upkeep of its archive, which is kept in months where the database has
 * partitions. Each method is one transaction of bounded size, except that MySQL and MariaDB commit
 * where they change a table, and every decision is made on the store's clock. Safe for use by
 * several threads; the upkeep is meant for the one holder of the lease. Every method throws {@link
 * StoreException}, transient or not, if the store cannot do its work.
 */
public interface ArchiveStore {

  /** Returns whether the archive is kept in months, which are made ahead and dropped whole. */
  boolean inMonths();

  /** Returns how far the archive is ready for what will be archived. */
  Ready ready(int ahead);

  /**
   * Makes the months that are not there, this one and so many after it; safe when several do it.
   *
   * @throws StoreException not transient if the user has not the rights
   */
  void make(int ahead);

  /**
   * How far an archive is ready.
   *
   * @param now the store's clock
   * @param until up to when what is archived has a place; null if for ever, and not after {@code
   *     now} if it has none now
   * @param made the partitions there are, by name
   * @param missing the months that are not there, of those asked for: for what is left of this one,
   *     or for a later one, no partitions follow one another from its beginning to its end
   * @param sql the statements that make them, for who has the rights
   */
  record Ready(
      Instant now,
      @Nullable Instant until,
      List<String> made,
      List<YearMonth> missing,
      List<String> sql) {

    /** Tells whether something can be archived now. */
    public boolean isReady() {
      return until == null || until.isAfter(now);
    }
  }

  /**
   * A part of the archive that is dropped as a whole: a month, unless somebody cut it otherwise.
   *
   * @param name its name in the database
   * @param from the earliest time of archiving in it; null if it has no lower end
   * @param until the end of it, exclusive
   */
  record Part(String name, @Nullable Instant from, Instant until) {}

  /** Returns the parts that are over and of whose rows each may go, oldest first. */
  List<Part> due();

  /**
   * Drops a part, unless it is not due any more; what is held in it moves to the table of held
   * rows. Waits for no lock longer than a moment.
   *
   * @return how many held rows were moved; empty if it is not due any more
   * @throws StoreException transient if others use the table just now
   */
  OptionalLong drop(Part part);

  /**
   * Deletes at most so many archived rows whose time is over by more than a duration, oldest first,
   * none that is held.
   *
   * @param except parts to leave alone
   * @return how many were deleted
   */
  int deleteOverdue(Duration overdue, Collection<Part> except, int limit);

  /**
   * Deletes at most so many of the held rows that were moved, whose hold was released and whose
   * time is over.
   *
   * @return how many were deleted
   */
  int deleteReleased(int limit);
}
