package dev.taskmeta.internal.watch;

import dev.taskmeta.spi.Wakeups;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears which tasks other processes have ended, on one thread and one connection, both there only
 * while somebody waits. A connection that dies is made again.
 */
final class Listener {

  private static final Logger LOGGER = LoggerFactory.getLogger(Listener.class);
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Wakeups wakeups;
  private final BooleanSupplier wanted;
  private final Consumer<Collection<String>> ended;
  private @Nullable Thread thread;
  private Wakeups.@Nullable Listening listening;
  private boolean closed;
  private int failures;

  /**
   * Makes a listener.
   *
   * @param wanted whether anybody waits
   * @param ended told of tasks that have ended, and with nothing when listening has begun
   */
  Listener(Wakeups wakeups, BooleanSupplier wanted, Consumer<Collection<String>> ended) {
    this.wakeups = wakeups;
    this.wanted = wanted;
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
    long idleSince = System.nanoTime();
    while (goesOn(idleSince)) {
      try {
        listen();
        idleSince = System.nanoTime();
      } catch (RuntimeException e) {
        failed(e);
      } finally {
        stopListening();
      }
    }
  }

  private synchronized boolean goesOn(long idleSince) {
    boolean idle = !wanted.getAsBoolean() && System.nanoTime() - idleSince >= 0;
    if (closed || idle) {
      thread = null;
      return false;
    }
    return true;
  }

  /** Hears until nobody has waited for a while. */
  private void listen() {
    Wakeups.Listening ear = wakeups.listen();
    if (!keep(ear)) {
      ear.close();
      return;
    }
    ended.accept(java.util.List.of());
    long lastWanted = System.nanoTime();
    while (System.nanoTime() - lastWanted < IDLE_NANOS) {
      Collection<String> ids = ear.hear(TURN);
      failures = 0;
      if (!ids.isEmpty()) {
        ended.accept(ids);
      }
      if (wanted.getAsBoolean()) {
        lastWanted = System.nanoTime();
      }
    }
  }

  private synchronized boolean keep(Wakeups.Listening ear) {
    listening = ear;
    return !closed;
  }

  private synchronized void stopListening() {
    if (listening != null) {
      listening.close();
      listening = null;
    }
  }

  private void failed(RuntimeException e) {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    failures++;
    if (failures == 1) {
      LOGGER.info("listening for ended tasks failed, looking goes on: {}", e.getMessage());
    }
    try {
      Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, 100L << Math.min(failures, 10)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    Thread listener;
    synchronized (this) {
      closed = true;
      listener = thread;
    }
    stopListening();
    if (listener != null) {
      listener.interrupt();
    }
  }
}
