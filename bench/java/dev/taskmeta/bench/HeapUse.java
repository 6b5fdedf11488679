package dev.taskmeta.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What a process allocates between two full collections, summed over the collections between: what
 * each found in use, less what the one before had left. It counts all threads, also those that have
 * ended meanwhile.
 */
final class HeapUse {

  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());
  private final Semaphore full = new Semaphore(0);
  private long allocated;
  private long left;

  HeapUse() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      // What runs beside the others would count their time twice.
      if (!collector.getName().contains("Concurrent")) {
        ((NotificationEmitter) collector)
            .addNotificationListener(
                (notification, none) -> collected((CompositeData) notification.getUserData()),
                notification ->
                    notification
                        .getType()
                        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                null);
      }
    }
  }

  private void collected(CompositeData data) {
    GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
    synchronized (this) {
      allocated += Math.max(0, bytes(info.getGcInfo().getMemoryUsageBeforeGc()) - left);
      left = bytes(info.getGcInfo().getMemoryUsageAfterGc());
    }
    if (info.getGcCause().equals("System.gc()")) {
      full.release();
    }
  }

  private long bytes(Map<String, MemoryUsage> pools) {
    return pools.entrySet().stream()
        .filter(pool -> heapPools.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  /** Begins to count, after a full collection. */
  void begin() {
    end();
    synchronized (this) {
      allocated = 0;
    }
  }

  /** Ends with a full collection; returns when it is counted. */
  void end() {
    System.gc();
    full.acquireUninterruptibly();
  }

  /** Returns how many bytes were allocated between beginning and end. */
  synchronized long allocated() {
    return allocated;
  }

  /** Returns how many bytes the last collection has left in use. */
  synchronized long used() {
    return left;
  }
}
