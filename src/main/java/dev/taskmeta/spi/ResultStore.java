package dev.taskmeta.spi;

import dev.taskmeta.StoreException;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskQuery;
import dev.taskmeta.TaskState;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps encoded rows. Checking, encoding, retrying and waiting are done above it, once for all
 * stores. Safe for use by several threads. Every method throws {@link StoreException}, transient or
 * not, if the store cannot do its work.
 */
public interface ResultStore extends AutoCloseable {

  /**
   * Stores updates in their order, all of them or none; durable when it returns.
   *
   * <p>A new id makes a row. Otherwise the update is refused unless {@link TaskState#replaces} (or
   * the row bears the update's own token already: a repetition after a lost reply). An accepted
   * update keeps the description and the attempt where it lacks them, replaces the outcome as a
   * whole, keeps the earlier creation, ends being alive in a {@link TaskState#SETTLED} state, sets
   * the time of update to the store's clock, and sets the expiry: of a ready task to the clock plus
   * what the update, or else the row, or else the settings say; of a new unready one to the later
   * of clock and eta plus the settings' unfinished expiry; an unready update leaves it unless it
   * carries an eta.
   *
   * @param writes the updates; one id may be there several times
   * @return for each update, whether it was accepted; one overtaken by a later one of the same call
   *     counts as accepted
   */
  List<Boolean> store(List<TaskWrite> writes);

  /** Returns how many calls of {@link #store} at once serve throughput best. */
  default int parallelWrites() {
    return 1;
  }

  /**
   * Reads whole rows.
   *
   * @return the rows there are, by id
   */
  Map<String, TaskRow> fetch(Collection<String> taskIds);

  /**
   * Reads states alone, for waiters.
   *
   * @return what there is, by id
   */
  Map<String, Look> look(Collection<String> taskIds);

  /**
   * Returns rows as the query says, newest creation first, ids in descending order among equals.
   */
  List<TaskRow> list(TaskQuery query);

  /** Returns the ids of the tasks that a task called, oldest first. */
  List<String> children(String parentId);

  /**
   * Removes tasks and returns how many there were.
   *
   * @throws dev.taskmeta.TaskHeldException if any of them is held; then none is removed
   */
  int forget(Collection<String> taskIds);

  /** Declares the unready among these tasks alive for so long; returns how many there are. */
  int keepAlive(Collection<String> taskIds, Duration aliveFor);

  /**
   * Ends lost tasks in FAILURE with an error.
   *
   * @param taskIds the tasks to end if they are lost; empty for any, at most {@code limit}
   * @param error the error to store
   * @param limit how many to end at most
   * @return how many were ended
   */
  int failLost(Collection<String> taskIds, TaskError error, int limit);

  /** Saves a group on the store's clock, replacing what was saved under its id but its creation. */
  void saveGroup(String groupId, @Nullable String parentId, List<String> taskIds);

  /** Adds a task at the end of a group unless it is in it, and saves the group if it is new. */
  void addToGroup(String groupId, String taskId);

  /** Reads a group. */
  Optional<GroupRow> group(String groupId);

  /** Removes a group, not its tasks; returns whether there was one. */
  boolean deleteGroup(String groupId);

  /** Counts the tasks of a group by state in one query; tasks unknown count as PENDING. */
  Map<TaskState, Long> groupProgress(String groupId);

  /**
   * Removes at most so many tasks that have expired, oldest expiry first. A ready task has expired
   * when its expiry has passed; an unready one when moreover its last update is older than the
   * settings' unfinished expiry and nobody declares it alive. One that is held stays. A store with
   * {@link #retention} is never asked.
   *
   * @return how many were removed
   */
  default int deleteExpiredTasks(int limit) {
    throw new UnsupportedOperationException("this store removes by its policies");
  }

  /** Removes at most so many groups that have expired; returns how many. */
  int deleteExpiredGroups(int limit);

  /** Counts the tasks that {@link #deleteExpiredTasks} would remove now. */
  default long countExpiredTasks() {
    throw new UnsupportedOperationException("this store removes by its policies");
  }

  /** Counts the groups that {@link #deleteExpiredGroups} would remove now. */
  long countExpiredGroups();

  /**
   * Takes or renews the lease of the cleanup, on the store's clock.
   *
   * @param holder who asks
   * @param duration for how long from now
   * @return false if somebody else holds it
   */
  boolean acquireLease(String holder, Duration duration);

  /** Gives the lease back if this holder has it. */
  void releaseLease(String holder);

  /**
   * Returns what the store can do for its own upkeep; empty if it keeps no policies and no
   * roll-ups: then the cleanup removes by the settings alone.
   */
  default Optional<RetentionStore> retention() {
    return Optional.empty();
  }

  /** Returns the store's holds, if it has them. */
  default Optional<HoldStore> holds() {
    return Optional.empty();
  }

  /** Returns the store's archive, if it has one. */
  default Optional<ArchiveStore> archive() {
    return Optional.empty();
  }

  /** Returns the store's means to tell other processes of ended tasks, if it has one. */
  default Optional<Wakeups> wakeups() {
    return Optional.empty();
  }

  /**
   * Returns a view of this store that works in the caller's own transaction and neither commits nor
   * closes.
   *
   * @throws UnsupportedOperationException if the store has no connections
   */
  ResultStore joining(Connection connection);

  /** Gives back what the store holds; its own pool, never a data source it was given. */
  @Override
  void close();
}
