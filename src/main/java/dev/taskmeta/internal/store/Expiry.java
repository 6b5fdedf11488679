package dev.taskmeta.internal.store;

import dev.taskmeta.Settings;
import dev.taskmeta.spi.TaskWrite;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long rows are kept; zero is for ever.
 *
 * @param resultExpires a ready task's time where its row says none
 * @param unfinishedExpires an unready task's time since its last update or its eta
 * @param lostAfter how long a task may outlive its last promised sign of life
 */
record Expiry(Duration resultExpires, Duration unfinishedExpires, Duration lostAfter) {

  static final String FROM_STORE = "store";
  static final String FROM_DEFAULT = "default";

  private static final long MICROS = 1_000_000;

  static Expiry of(Settings settings) {
    return new Expiry(
        settings.resultExpires(), settings.unfinishedExpires(), settings.taskLostAfter());
  }

  /** How long to keep a new row, in microseconds; null for ever. */
  @Nullable Long micros(TaskWrite write) {
    if (!write.state().isReady()) {
      return micros(unfinishedExpires);
    }
    Long keep = write.keepSeconds();
    if (keep == null) {
      return micros(resultExpires);
    }
    return keep == 0 ? null : keep * MICROS;
  }

  /** A duration in microseconds; null where it is zero. */
  static @Nullable Long micros(Duration duration) {
    return duration.isZero() ? null : duration.toNanos() / 1_000;
  }

  /** How long to keep a group: as long as its tasks may take and be kept; null for ever. */
  @Nullable Long groupMicros() {
    Long ready = micros(resultExpires);
    Long unready = micros(unfinishedExpires);
    return ready == null || unready == null ? null : Long.valueOf(Math.max(ready, unready));
  }
}
