package dev.taskmeta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes a stream of a command through as it comes, byte for byte, and records it on the way. */
final class Pump implements Runnable {

  private static final int BUFFER = 64 * 1024;

  /** What records. */
  interface Sink {
    void take(byte[] bytes, int length);

    /** Nothing more will come. */
    default void ended() {}
  }

  private final InputStream from;
  private final OutputStream to;
  private final Sink sink;
  private volatile long lastRead = System.nanoTime();

  Pump(InputStream from, OutputStream to, Sink sink) {
    this.from = from;
    this.to = to;
    this.sink = sink;
  }

  Thread start(String name) {
    Thread thread = new Thread(this, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** When something last came, as System.nanoTime. */
  long lastRead() {
    return lastRead;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER];
    // Closing our end when nobody reads what we pass on gives the command its SIGPIPE.
    try (InputStream source = from) {
      for (int length; (length = source.read(buffer)) >= 0; ) {
        lastRead = System.nanoTime();
        sink.take(buffer, length);
        to.write(buffer, 0, length);
        to.flush();
      }
    } catch (IOException e) {
      // The stream or its reader is gone: nothing more to pass through.
      lastRead = System.nanoTime();
    } finally {
      sink.ended();
    }
  }
}
