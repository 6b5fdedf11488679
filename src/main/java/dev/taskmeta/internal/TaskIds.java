package dev.taskmeta.internal;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;
import java.util.stream.Stream;

/** Makes ids for tasks. */
public final class TaskIds {

  /** A generator has a lock; threads on which many tasks begin would wait for one another at it. */
  private static final NoArgGenerator[] RISING =
      Stream.generate(() -> Generators.timeBasedEpochRandomGenerator(new Reserve()))
          .limit(16)
          .toArray(NoArgGenerator[]::new);

  private TaskIds() {}

  /**
   * Returns a UUID of version 7: it begins with the time, so that rows stored together lie together
   * in the index of ids; 74 of its bits are random. Thread-safe.
   */
  public static String next() {
    return RISING[(int) (Thread.currentThread().getId() % RISING.length)].generate().toString();
  }

  /** Random bytes as good as the system's, fetched many at a time: the system's have a lock too. */
  private static final class Reserve extends Random {

    private static final long serialVersionUID = 1;

    private final SecureRandom source = new SecureRandom();
    private final byte[] bytes = new byte[1_000];
    private int used = bytes.length;

    @Override
    protected int next(int bits) {
      byte[] four = new byte[Integer.BYTES];
      nextBytes(four);
      return ByteBuffer.wrap(four).getInt() >>> Integer.SIZE - bits;
    }

    @Override
    public synchronized void nextBytes(byte[] wanted) {
      if (wanted.length > bytes.length - used) {
        source.nextBytes(bytes);
        used = 0;
      }
      System.arraycopy(bytes, used, wanted, 0, wanted.length);
      used += wanted.length;
    }
  }
}
