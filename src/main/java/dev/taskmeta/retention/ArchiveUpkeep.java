package dev.taskmeta.retention;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.StoreException;
import dev.taskmeta.spi.ArchiveStore;
import dev.taskmeta.spi.ArchiveStore.Part;
import dev.taskmeta.spi.ArchiveStore.Ready;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one cleanup does for the archive: months made ahead before it archives anything, and
 * afterwards whole months dropped and overdue rows deleted. One for each run; not safe for use by
 * several threads.
 */
public final class ArchiveUpkeep {

  private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveUpkeep.class);

  /** How many months after the current one are made. */
  static final int AHEAD = 3;

  /** Rows wait so long for their whole month to go before they are deleted one by one. */
  public static final Duration PATIENCE = Duration.ofDays(31);

  /** How long before the last month ends somebody is told. */
  private static final Duration WARNING = Duration.ofDays(31);

  /** How often a lock that others hold is asked for. */
  private static final int ATTEMPTS = 6;

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(300);

  private final ArchiveStore store;
  private final Set<Part> blocked = new HashSet<>();
  private final Set<Part> refused = new HashSet<>();

  /** Makes one for one run of the cleanup. */
  public ArchiveUpkeep(ArchiveStore store) {
    this.store = store;
  }

  /**
   * How far the archive is ready.
   *
   * @param ready what there is now
   * @param problem why not all months could be made; null if all are there
   * @param urgent whether nothing can be archived within a month unless somebody does something
   */
  public record Prepared(Ready ready, @Nullable String problem, boolean urgent) {}

  /**
   * Makes the months that are not there: this one and the next three. What cannot be made is told
   * and no exception; it is logged with the statements that the owner is to run, where it is urgent
   * as a warning.
   *
   * @throws BackendUnavailableException if the database cannot be reached
   */
  public Prepared prepare() {
    Ready ready = store.ready(AHEAD);
    if (ready.missing().isEmpty()) {
      return new Prepared(ready, null, false);
    }
    String reason = attempt(() -> store.make(AHEAD)).reason();
    ready = store.ready(AHEAD);
    if (ready.missing().isEmpty()) {
      return new Prepared(ready, null, false);
    }
    boolean urgent = ready.until() != null && ready.until().isBefore(ready.now().plus(WARNING));
    String problem =
        "%s; months %s cannot be made: %s"
            .formatted(
                ready.isReady()
                    ? "the archive has a place only for what is archived before " + ready.until()
                    : "nothing can be archived now",
                ready.missing(),
                reason == null ? "others are at it" : reason);
    String remedy = String.join("; ", ready.sql());
    if (urgent) {
      LOGGER.warn("{}; as the owner of the tables run: {};", problem, remedy);
    } else {
      LOGGER.info("{}; as the owner of the tables run: {};", problem, remedy);
    }
    return new Prepared(ready, problem, urgent);
  }

  /**
   * What one step has removed.
   *
   * @param months how many months were dropped, one at most
   * @param moved how many held rows of them were moved away before
   * @param deleted how many archived rows were deleted one by one
   * @param more whether there may be more to do
   * @param problems what could not be done and why
   */
  public record Retired(int months, long moved, int deleted, boolean more, List<String> problems) {}

  /**
   * Does one bounded step: drops a month of whose rows each may go, or else deletes at most so many
   * rows that are overdue. A month that others use just now is left for the next run; one that may
   * not be dropped is told, and its rows are deleted when they are long overdue.
   *
   * @throws StoreException if rows cannot be deleted
   */
  public Retired retire(int limit) {
    List<String> problems = new ArrayList<>();
    for (Part part : store.due()) {
      if (!blocked.contains(part) && !refused.contains(part)) {
        OptionalLong moved = drop(part, problems);
        if (moved.isPresent()) {
          return new Retired(1, moved.getAsLong(), 0, true, problems);
        }
      }
    }
    Duration patience = store.inMonths() ? PATIENCE : Duration.ZERO;
    int deleted = store.deleteOverdue(patience, blocked, limit);
    if (deleted < limit) {
      deleted += store.deleteReleased(limit - deleted);
    }
    return new Retired(0, 0, deleted, deleted == limit, problems);
  }

  private OptionalLong drop(Part part, List<String> problems) {
    OptionalLong[] moved = {OptionalLong.empty()};
    Outcome outcome = attempt(() -> moved[0] = store.drop(part));
    if (outcome.reason() != null) {
      (outcome.passes() ? blocked : refused).add(part);
      problems.add("%s cannot be dropped: %s".formatted(part.name(), outcome.reason()));
      LOGGER.warn("{}", problems.get(problems.size() - 1));
    }
    return moved[0];
  }

  /** Why something did not succeed, null if it did, and whether that passes. */
  private record Outcome(@Nullable String reason, boolean passes) {}

  /** Tries again, after a pause in which others get their turn, what only a lock stands against. */
  private static Outcome attempt(Runnable work) {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return new Outcome(null, false);
      } catch (BackendUnavailableException e) {
        throw e;
      } catch (StoreException e) {
        boolean stop = attempt == ATTEMPTS || Thread.currentThread().isInterrupted();
        if (!e.isTransient() || stop) {
          return new Outcome(e.getMessage(), e.isTransient());
        }
        long most = LONGEST_PAUSE.toNanos();
        LockSupport.parkNanos(
            ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(10), most));
      }
    }
  }
}
