package dev.taskmeta.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A time that goes by only as a test says: with each look at it, and with each pause. */
final class SteppedTicker implements Ticker {

  private final Duration perLook;
  private final Duration late;
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now;
  private long nanos;

  SteppedTicker(Instant now, Duration perLook) {
    this(now, perLook, Duration.ZERO);
  }

  /**
   * Makes one.
   *
   * @param late how much longer than it should each pause takes
   */
  SteppedTicker(Instant now, Duration perLook, Duration late) {
    this.now = now;
    this.perLook = perLook;
    this.late = late;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    nanos += perLook.toNanos();
    return nanos;
  }

  @Override
  public void pause(Duration duration, CountDownLatch stopped) {
    pauses.add(duration);
    Duration took = duration.plus(late);
    now = now.plus(took);
    nanos += took.toNanos();
  }

  List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
