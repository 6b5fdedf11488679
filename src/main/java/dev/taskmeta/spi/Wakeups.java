package dev.taskmeta.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A store's means to tell other processes at once that tasks have ended. It spares them time and is
 * never needed: whoever waits looks by himself too. Safe for use by several threads.
 */
public interface Wakeups {

  /**
   * Tells whoever listens that tasks have ended.
   *
   * @throws dev.taskmeta.StoreException if it cannot
   */
  void announce(Collection<String> taskIds);

  /**
   * Begins to listen, on a connection of its own.
   *
   * @throws dev.taskmeta.StoreException if it cannot
   */
  Listening listen();

  /** A connection that listens, for use by one thread. */
  interface Listening extends AutoCloseable {

    /**
     * Waits for announcements.
     *
     * @param atMost how long
     * @return the tasks that have ended; empty if none was announced in that time
     * @throws dev.taskmeta.StoreException if the connection has died or hears nothing any more
     */
    List<String> hear(Duration atMost);

    /**
     * Reads whole rows on this connection, so that who listens needs no other.
     *
     * @return the rows there are, by id
     * @throws dev.taskmeta.StoreException if they cannot be read
     */
    Map<String, TaskRow> fetch(Collection<String> taskIds);

    @Override
    void close();
  }
}
