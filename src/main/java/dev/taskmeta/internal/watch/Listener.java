package dev.taskmeta.internal.watch;

import dev.taskmeta.spi.Wakeups;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears which tasks other processes have ended and reads them, on one thread and one connection,
 * both there only while somebody waits. A connection that dies is made again.
 */
final class Listener {

  private static final Logger LOGGER = LoggerFactory.getLogger(Listener.class);
  private static final Duration TURN = Duration.ofMillis(200);
  private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Wakeups wakeups;
  private final BooleanSupplier wanted;
  private final Runnable begun;
  private final BiConsumer<List<String>, Results> ended;
  private @Nullable Thread thread;
  private volatile boolean closed;
  private int failures;

  /**
   * Makes a listener.
   *
   * @param wanted whether anybody waits
   * @param begun told when listening has begun: whatever ended before was not heard
   * @param ended told of tasks that have ended, with the means to read them on this thread
   */
  Listener(
      Wakeups wakeups,
      BooleanSupplier wanted,
      Runnable begun,
      BiConsumer<List<String>, Results> ended) {
    this.wakeups = wakeups;
    this.wanted = wanted;
    this.begun = begun;
    this.ended = ended;
  }

  /** Listens from now on, until nobody has waited for a while. */
  synchronized void start() {
    if (thread == null && !closed) {
      thread = Threads.daemon("taskmeta-listener", this::run);
      thread.start();
    }
  }

  private void run() {
    do {
      try {
        listen();
      } catch (RuntimeException e) {
        failed(e);
      }
    } while (goesOn());
  }

  private synchronized boolean goesOn() {
    if (!closed && wanted.getAsBoolean()) {
      return true;
    }
    thread = null;
    return false;
  }

  /** Hears until nobody has waited for a while. */
  private void listen() {
    try (Wakeups.Listening ear = wakeups.listen()) {
      begun.run();
      Results results = new Results(ear::fetch);
      long lastWanted = System.nanoTime();
      while (!closed && System.nanoTime() - lastWanted < IDLE_NANOS) {
        List<String> ids = ear.hear(TURN);
        failures = 0;
        if (!ids.isEmpty()) {
          ended.accept(ids, results);
        }
        if (wanted.getAsBoolean()) {
          lastWanted = System.nanoTime();
        }
      }
    }
  }

  private void failed(RuntimeException e) {
    if (closed) {
      return;
    }
    failures++;
    if (failures == 1) {
      LOGGER.info("listening for ended tasks failed, looking goes on: {}", e.getMessage());
    }
    try {
      Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, 100L << Math.min(failures, 10)));
    } catch (InterruptedException interrupted) {
      LOGGER.debug("closed", interrupted);
    }
  }

  /** Ends listening within the current turn. */
  void close() {
    closed = true;
    Thread listener;
    synchronized (this) {
      listener = thread;
    }
    if (listener == null) {
      return;
    }
    try {
      listener.join(2 * TURN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.interrupt();
  }
}
