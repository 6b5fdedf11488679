package dev.taskmeta.cli;

import java.io.ByteArrayOutputStream;

/** Keeps the output of a command whole up to a limit, and beyond it only counts. */
final class Capture implements Pump.Sink {

  private final long limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long total;

  Capture(long limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void take(byte[] bytes, int length) {
    total += length;
    if (total <= limit) {
      kept.write(bytes, 0, length);
    } else {
      kept.reset();
    }
  }

  synchronized long total() {
    return total;
  }

  synchronized boolean isWhole() {
    return total <= limit;
  }

  synchronized byte[] bytes() {
    return kept.toByteArray();
  }
}
