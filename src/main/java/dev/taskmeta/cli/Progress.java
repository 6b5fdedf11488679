package dev.taskmeta.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Shows on a terminal how much of a large output has been recorded, where it is not seen itself.
 */
final class Progress implements Pump.Sink {

  private static final long FROM = 1 << 20;
  private static final long PAUSE = 200_000_000;
  private static final String ERASE = "\r\u001b[K";

  private final Pump.Sink next;
  private final OutputStream terminal;
  private long total;
  private long shownAt;
  private boolean shown;

  private Progress(Pump.Sink next, OutputStream terminal) {
    this.next = next;
    this.terminal = terminal;
  }

  /** Puts a progress line before a sink if standard error is a terminal and standard output not. */
  static Pump.Sink before(Pump.Sink next, Surroundings surroundings) {
    boolean shows = surroundings.errTerminal() && !surroundings.outTerminal();
    return shows ? new Progress(next, surroundings.err()) : next;
  }

  @Override
  public void take(byte[] bytes, int length) {
    next.take(bytes, length);
    total += length;
    long now = System.nanoTime();
    if (total >= FROM && (!shown || now - shownAt > PAUSE)) {
      shownAt = now;
      shown = true;
      show(ERASE + "taskmeta: %,d MiB recorded".formatted(total >> 20));
    }
  }

  @Override
  public void ended() {
    if (shown) {
      show(ERASE);
    }
  }

  private void show(String text) {
    try {
      terminal.write(text.getBytes(StandardCharsets.UTF_8));
      terminal.flush();
    } catch (IOException e) {
      // A terminal that is gone needs no progress.
      shown = false;
    }
  }
}
