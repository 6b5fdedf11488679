package dev.taskmeta.internal.write;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what failed for a reason that passes, after a pause drawn at random between nothing and a
 * bound that doubles (full jitter); as Celery 5.7, 3 times from 10 ms up to 10 s by default. A
 * database that cannot be reached is not asked again: the pool has tried for the whole connect
 * timeout already.
 */
public final class Retry {

  private static final Logger LOGGER = LoggerFactory.getLogger(Retry.class);

  private final int most;
  private final Duration base;
  private final Duration longest;

  /** Makes one as the settings say. */
  public Retry(Settings settings) {
    this(settings.maxRetries(), settings.retryBaseSleep(), settings.retryMaxSleep());
  }

  private Retry(int most, Duration base, Duration longest) {
    this.most = most;
    this.base = base;
    this.longest = longest;
  }

  /** Never repeats: in the caller's transaction only the caller can. */
  public static Retry never() {
    return new Retry(0, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Does the work until it succeeds, fails for good, or the repetitions are used up.
   *
   * @throws StoreException the last failure
   */
  public <T> T call(Supplier<T> work) {
    for (int attempt = 0; ; attempt++) {
      try {
        return work.get();
      } catch (StoreException e) {
        boolean repeat = e.isTransient() && !(e instanceof BackendUnavailableException);
        if (!repeat || attempt >= most || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOGGER.debug("attempt {} of {} failed and will be repeated", attempt + 1, most + 1, e);
        pause(attempt);
      }
    }
  }

  private void pause(int attempt) {
    long bound = longest.toNanos();
    if (attempt < 40) {
      bound = Math.min(bound, base.toNanos() << attempt);
    }
    if (bound > 0) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound + 1));
    }
  }
}
