package dev.taskmeta.internal.write;

import dev.taskmeta.spi.TaskWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An update of a caller who waits. The callers of a batch wake each other: with 1,000 callers a
 * third more was stored so than when the writer woke them all.
 */
final class BlockedCaller extends Pending {

  /** So many are woken at once; each of them wakes the one who comes so many places after him. */
  private static final int AT_ONCE = 32;

  private final Thread caller = Thread.currentThread();
  private @Nullable Boolean accepted;
  private @Nullable Throwable failure;
  private @Nullable BlockedCaller next;

  /** Written last, so that who sees it sees the rest. */
  private volatile boolean woken;

  /** Makes one for the current thread. */
  BlockedCaller(TaskWrite write) {
    super(write);
  }

  @Override
  void complete(boolean accepted) {
    this.accepted = accepted;
  }

  @Override
  void fail(Throwable failure) {
    this.failure = failure;
  }

  /** Wakes those among some updates whose callers wait; it is noted what became of each. */
  static void wake(List<Pending> batch) {
    List<BlockedCaller> blocked = new ArrayList<>(batch.size());
    for (Pending pending : batch) {
      if (pending instanceof BlockedCaller caller) {
        blocked.add(caller);
      }
    }
    for (int at = AT_ONCE; at < blocked.size(); at++) {
      blocked.get(at - AT_ONCE).next = blocked.get(at);
    }
    for (int at = 0; at < Math.min(AT_ONCE, blocked.size()); at++) {
      blocked.get(at).wake();
    }
  }

  private void wake() {
    woken = true;
    LockSupport.unpark(caller);
  }

  /**
   * Waits, on the thread that made this, until it is known what became of the update.
   *
   * @param takenBack tells whether the update could still be taken back; asked if the thread is
   *     interrupted
   * @return whether it was accepted; null if it was taken back
   * @throws RuntimeException what it failed with
   */
  @Nullable Boolean await(Predicate<Pending> takenBack) {
    boolean interrupted = false;
    try {
      while (!woken) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          interrupted = true;
          if (takenBack.test(this)) {
            return null;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (next != null) {
      next.wake();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return accepted;
  }
}
