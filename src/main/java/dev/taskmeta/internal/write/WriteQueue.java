package dev.taskmeta.internal.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Updates that wait for a batch, bounded by rows and by bytes. An id is in one batch at a time, so
 * that its updates stay in order although several batches are under way.
 */
final class WriteQueue {

  private final int mostRows;
  private final long mostBytes;
  private final int batchRows;
  private final long batchBytes;
  private final int mostWriters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final Deque<Pending> queue = new ArrayDeque<>();
  private final Set<String> underWay = new HashSet<>();
  private long bytes;
  private int writers;
  private boolean closed;

  WriteQueue(int mostRows, long mostBytes, int batchRows, long batchBytes, int mostWriters) {
    this.mostRows = mostRows;
    this.mostBytes = mostBytes;
    this.batchRows = batchRows;
    this.batchBytes = batchBytes;
    this.mostWriters = mostWriters;
  }

  /**
   * Takes a writer's place for one update that need not wait: nothing is queued, a place is free
   * and nobody writes its id.
   *
   * @return false if the update has to queue
   */
  boolean tryWrite(String taskId) {
    lock.lock();
    try {
      checkOpen();
      if (!queue.isEmpty() || writers == mostWriters || !underWay.add(taskId)) {
        return false;
      }
      writers++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues an update; waits while the queue is full.
   *
   * @return whether a writer's place was taken for the queue, so that a thread must now run it
   */
  boolean add(Pending pending) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      checkOpen();
      while (queue.size() >= mostRows || !queue.isEmpty() && bytes + pending.bytes() > mostBytes) {
        room.await();
        checkOpen();
      }
      queue.add(pending);
      bytes += pending.bytes();
      return takePlace();
    } finally {
      lock.unlock();
    }
  }

  private boolean takePlace() {
    if (writers < mostWriters && writers * (batchRows / 4) < queue.size()) {
      writers++;
      return true;
    }
    return false;
  }

  /** Takes an update back out, if no batch has it yet. */
  boolean remove(Pending pending) {
    lock.lock();
    try {
      boolean removed = queue.remove(pending);
      if (removed) {
        left(pending);
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next batch for a writer that has a place.
   *
   * @return the batch; empty if there is nothing for it to do, and then the place is given back
   */
  List<Pending> next() {
    lock.lock();
    try {
      List<Pending> batch = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      long size = 0;
      for (Iterator<Pending> waiting = queue.iterator();
          waiting.hasNext() && batch.size() < batchRows; ) {
        Pending pending = waiting.next();
        if (underWay.contains(pending.taskId())) {
          continue;
        }
        size += pending.bytes();
        if (size > batchBytes && !batch.isEmpty()) {
          break;
        }
        waiting.remove();
        left(pending);
        ids.add(pending.taskId());
        batch.add(pending);
      }
      underWay.addAll(ids);
      if (batch.isEmpty()) {
        giveBackPlace();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void left(Pending pending) {
    bytes -= pending.bytes();
    room.signal();
  }

  /** Tells that a batch is done; its writer keeps its place. */
  void done(List<Pending> batch) {
    lock.lock();
    try {
      batch.forEach(pending -> underWay.remove(pending.taskId()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells that an update of {@link #tryWrite} is done.
   *
   * @return whether the place is kept for the queue, so that a thread must now run it
   */
  boolean done(String taskId) {
    lock.lock();
    try {
      underWay.remove(taskId);
      if (!queue.isEmpty()) {
        return true;
      }
      giveBackPlace();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void giveBackPlace() {
    writers--;
    if (writers == 0 && queue.isEmpty()) {
      idle.signalAll();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the backend is closed");
    }
  }

  /**
   * Takes out all that waits, if the queue is closed: where nothing can be written, close in time.
   */
  List<Pending> drainIfClosed() {
    lock.lock();
    try {
      List<Pending> rest = closed ? List.copyOf(queue) : List.of();
      if (closed) {
        queue.clear();
        bytes = 0;
      }
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new updates, and waits until those that are here are done. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      while (writers > 0 || !queue.isEmpty()) {
        idle.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
