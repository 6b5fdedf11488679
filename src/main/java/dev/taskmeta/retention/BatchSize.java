package dev.taskmeta.retention;

import java.time.Duration;

/**
 * How many rows a batch takes: few to begin with, soon as many as are allowed, a tenth fewer after
 * each batch that was long, half as many after one that was slow or failed, and by and by more
 * again. After several failures in a row it stays small. For one thread.
 */
final class BatchSize {

  /** What is slow: a writer that meets the batch waits for it. */
  static final Duration SLOW = Duration.ofMillis(100);

  /** So few are always taken: batches of one row would be no better for anybody. */
  static final int LEAST = 10;

  /** So many failures in a row keep the batches small; as many again end the run. */
  static final int FAILURES = 3;

  private final int most;
  private final Duration aim;
  private int allowed;
  private int size;
  private int failures;

  /**
   * Makes one.
   *
   * @param aim what a batch may take before it gets smaller; at most {@link #SLOW}
   */
  BatchSize(int most, Duration aim) {
    this.most = most;
    this.aim = aim;
    this.allowed = most;
    this.size = Math.min(Cleanup.FIRST_BATCH, most);
  }

  /** Returns how many rows the next batch takes at most. */
  int size() {
    return size;
  }

  /** Takes note of how long a batch took. */
  void took(Duration duration) {
    failures = 0;
    if (duration.compareTo(SLOW) > 0) {
      shrink();
    } else if (duration.compareTo(aim) > 0) {
      size = Math.max(least(), size - size / 10);
    } else if (duration.compareTo(aim.dividedBy(3)) < 0) {
      size = Math.min(allowed, size * 2);
    } else if (duration.compareTo(aim.multipliedBy(2).dividedBy(3)) < 0) {
      size = Math.min(allowed, size + Math.max(1, size / 10));
    }
  }

  /**
   * Takes note of a failure that passes by itself.
   *
   * @return false if there were too many in a row to go on
   */
  boolean failed() {
    failures++;
    shrink();
    if (failures == FAILURES) {
      allowed = least();
      size = allowed;
    }
    return failures < 2 * FAILURES;
  }

  private void shrink() {
    size = Math.max(least(), size / 2);
  }

  private int least() {
    return Math.min(LEAST, most);
  }
}
