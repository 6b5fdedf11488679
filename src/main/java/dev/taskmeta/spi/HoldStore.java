package dev.taskmeta.spi;

import dev.taskmeta.StoreException;
import dev.taskmeta.retention.Hold;
import dev.taskmeta.retention.HoldQuery;
import java.util.Collection;
import java.util.List;

/**
 * Keeps holds. A store that has them removes no held task by any of its methods, and refuses to
 * forget one with {@link dev.taskmeta.TaskHeldException}. Safe for use by several threads. Every
 * method throws {@link StoreException}, transient or not, if the store cannot do its work.
 */
public interface HoldStore {

  /** Adds a hold to each of these tasks, stored or not, on the store's clock; all or none. */
  void add(Collection<String> taskIds, String reason, String heldBy);

  /** Returns holds as the query says, newest first. */
  List<Hold> list(HoldQuery query);

  /**
   * Ends the holds of these tasks, on the store's clock; all or none.
   *
   * @return those that were in force, as they are now
   */
  List<Hold> release(Collection<String> taskIds, String releasedBy);
}
