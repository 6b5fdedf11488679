package dev.taskmeta.internal.write;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.StoreException;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.TaskWrite;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Group commit: updates that come while others are being written share the next statement and its
 * commit. A caller who is alone writes on his own thread, with no delay added. An update is
 * acknowledged after the commit that holds it.
 */
public final class GroupWriter implements AutoCloseable {

  private static final int QUEUE_ROWS = 20_000;
  private static final long QUEUE_BYTES = 64L << 20;
  private static final int BATCH_ROWS = 512;
  private static final long BATCH_BYTES = 4L << 20;

  private final ResultStore store;
  private final Retry retry;
  private final WriteQueue queue;
  private final ThreadPoolExecutor threads;

  /**
   * Makes a writer.
   *
   * @param writers how many batches may be under way at once
   */
  public GroupWriter(ResultStore store, Retry retry, int writers) {
    this.store = store;
    this.retry = retry;
    this.queue = new WriteQueue(QUEUE_ROWS, QUEUE_BYTES, BATCH_ROWS, BATCH_BYTES, writers);
    this.threads =
        new ThreadPoolExecutor(
            writers,
            writers,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "taskmeta-writer");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Stores an update; returns after its commit.
   *
   * @throws CancellationException if the thread is interrupted before a batch has taken the update;
   *     nothing is stored then. Later, the outcome is waited for and the interruption kept.
   */
  public boolean store(TaskWrite write) {
    if (queue.tryWrite(write.taskId())) {
      try {
        return retry.call(() -> store.store(List.of(write))).get(0);
      } finally {
        if (queue.done(write.taskId())) {
          threads.execute(this::run);
        }
      }
    }
    BlockedCaller caller = new BlockedCaller(write);
    enqueue(caller);
    Boolean accepted = caller.await(queue::remove);
    if (accepted == null) {
      throw interrupted(write);
    }
    return accepted;
  }

  /**
   * Stores an update later; waits only while the queue is full.
   *
   * @return completed after the commit; cancelling it takes nothing back
   */
  public CompletableFuture<Boolean> storeAsync(TaskWrite write) {
    PendingFuture pending = new PendingFuture(write);
    enqueue(pending);
    return pending.stored().copy();
  }

  private void enqueue(Pending pending) {
    try {
      if (queue.add(pending)) {
        threads.execute(this::run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(pending.write());
    }
  }

  private static CancellationException interrupted(TaskWrite write) {
    return new CancellationException(
        "interrupted before task " + write.taskId() + " was stored; nothing was");
  }

  /** Writes batches until there are none. */
  private void run() {
    for (List<Pending> batch = queue.next(); !batch.isEmpty(); batch = queue.next()) {
      try {
        write(batch);
      } finally {
        queue.done(batch);
      }
    }
  }

  private void write(List<Pending> batch) {
    List<TaskWrite> writes = batch.stream().map(Pending::write).toList();
    try {
      List<Boolean> accepted = retry.call(() -> store.store(writes));
      for (int at = 0; at < batch.size(); at++) {
        batch.get(at).complete(accepted.get(at));
      }
      BlockedCaller.wake(batch);
    } catch (RuntimeException | Error e) {
      if (batch.size() == 1 || e instanceof StoreException failure && failure.isTransient()) {
        fail(batch, e);
        if (e instanceof BackendUnavailableException) {
          // Closing must not wait for one connect timeout after another.
          fail(queue.drainIfClosed(), e);
        }
      } else {
        // One bad row fails its own caller alone.
        batch.forEach(pending -> write(List.of(pending)));
      }
    }
  }

  private static void fail(List<Pending> batch, Throwable failure) {
    batch.forEach(pending -> pending.fail(about(pending, failure)));
    BlockedCaller.wake(batch);
  }

  /** The failure with the id of the task that it is told about. */
  private static Throwable about(Pending pending, Throwable failure) {
    if (failure instanceof BackendUnavailableException unavailable) {
      return new BackendUnavailableException(
          pending.taskId(),
          unavailable.getMessage(),
          unavailable.isTransient(),
          unavailable.getCause());
    }
    if (failure.getClass() == StoreException.class) {
      StoreException store = (StoreException) failure;
      return new StoreException(
          pending.taskId(), store.getMessage(), store.isTransient(), store.getCause());
    }
    return failure;
  }

  /** Writes what is queued, refuses what comes. */
  @Override
  public void close() {
    queue.close();
    threads.shutdown();
  }
}
