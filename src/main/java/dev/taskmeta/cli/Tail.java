package dev.taskmeta.cli;

import java.nio.charset.StandardCharsets;

/** Keeps the end of what a command writes to standard error. */
final class Tail implements Pump.Sink {

  /** How much is kept. */
  static final int BYTES = 64 * 1024;

  private final byte[] ring = new byte[BYTES];
  private long total;

  @Override
  public synchronized void take(byte[] bytes, int length) {
    for (int at = Math.max(0, length - BYTES); at < length; at++) {
      ring[(int) ((total + at) % BYTES)] = bytes[at];
    }
    total += length;
  }

  /** The end as text; says at its beginning what is missing, and begins with a whole line then. */
  synchronized String text() {
    int length = (int) Math.min(total, BYTES);
    byte[] end = new byte[length];
    for (int at = 0; at < length; at++) {
      end[at] = ring[(int) ((total - length + at) % BYTES)];
    }
    String text = new String(end, StandardCharsets.UTF_8);
    if (total <= BYTES) {
      return text;
    }
    int line = text.indexOf('\n') + 1;
    return "… (the end of %,d bytes)\n".formatted(total) + text.substring(line);
  }
}
