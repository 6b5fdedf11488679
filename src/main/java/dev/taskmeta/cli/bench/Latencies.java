package dev.taskmeta.cli.bench;

/**
 * Counts durations in buckets that are 3 % wide, from nanoseconds to hours. For one thread; several
 * have one each, added up at the end.
 */
public final class Latencies {

  private static final int BITS = 5;
  private static final int STEPS = 1 << BITS;

  private final long[] counts = new long[(Long.SIZE - BITS + 1) * STEPS];
  private long count;

  /** Counts a duration; one below zero, between two clocks' ticks, counts as zero. */
  public void add(long nanos) {
    counts[bucket(Math.max(0, nanos))]++;
    count++;
  }

  /** Adds what another has counted. */
  public void addAll(Latencies other) {
    for (int at = 0; at < counts.length; at++) {
      counts[at] += other.counts[at];
    }
    count += other.count;
  }

  /** Returns how many durations were counted. */
  public long count() {
    return count;
  }

  /**
   * Returns the duration that a share of all is at or below.
   *
   * @param share such as 0.99
   * @return milliseconds; 0 if nothing was counted
   */
  public double millis(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int at = 0; at < counts.length; at++) {
      seen += counts[at];
      if (seen >= rank) {
        return middle(at) / 1e6;
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - BITS;
    return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
  }

  private static double middle(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    double low = (double) (bucket % STEPS + STEPS) * (1L << shift);
    return low + (1L << shift) / 2.0;
  }
}
