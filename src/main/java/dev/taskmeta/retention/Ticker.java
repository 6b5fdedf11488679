package dev.taskmeta.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time of a cleanup, which tests set. */
interface Ticker {

  /** The time of day, for windows. */
  Instant now();

  /** The time that goes by, for everything else. */
  long nanos();

  /** Waits so long, or until it is told to stop or is interrupted. */
  void pause(Duration duration, CountDownLatch stopped);

  /** The time of this process. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration, CountDownLatch stopped) {
          try {
            stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      };
}
