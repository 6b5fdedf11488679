package dev.taskmeta.internal.watch;

import dev.taskmeta.spi.Wakeups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes which tasks this one has ended: the first at once, those that come soon
 * after together. A failure costs the listeners time, nothing else.
 */
public final class Announcer implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Announcer.class);

  private static final int CLOSE_SECONDS = 2;

  private final Wakeups wakeups;
  private final long window;
  private final ScheduledThreadPoolExecutor executor;
  private List<String> ended = new ArrayList<>();
  private boolean scheduled;
  private long last = System.nanoTime();

  /**
   * Makes an announcer.
   *
   * @param window the shortest time between two announcements
   */
  public Announcer(Wakeups wakeups, Duration window) {
    this.wakeups = wakeups;
    this.window = window.toNanos();
    this.executor = Threads.scheduled("taskmeta-announcer");
  }

  /** Tells that a task has ended, soon. */
  public synchronized void ended(String taskId) {
    ended.add(taskId);
    if (!scheduled) {
      long delay = Math.max(0, window - (System.nanoTime() - last));
      try {
        executor.schedule(this::announce, delay, TimeUnit.NANOSECONDS);
        scheduled = true;
      } catch (RejectedExecutionException e) {
        LOGGER.debug("closed", e);
      }
    }
  }

  private void announce() {
    List<String> ids = take();
    if (ids.isEmpty()) {
      return;
    }
    try {
      wakeups.announce(ids);
    } catch (RuntimeException e) {
      LOGGER.debug("{} ended tasks could not be announced", ids.size(), e);
    }
  }

  private synchronized List<String> take() {
    List<String> taken = ended;
    ended = new ArrayList<>();
    scheduled = false;
    last = System.nanoTime();
    return taken;
  }

  /** Announces what is left. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.debug("an announcement is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    announce();
  }
}
