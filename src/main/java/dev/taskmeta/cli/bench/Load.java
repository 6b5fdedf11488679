package dev.taskmeta.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Callers that each do the same again as soon as it is done, first to warm up, then measured. */
final class Load {

  /** One call of one caller. */
  @FunctionalInterface
  interface Call {
    /** Does it; returns how many tasks it was about. */
    int run() throws Exception;
  }

  /** What each caller does. */
  @FunctionalInterface
  interface Caller {
    Call call(int number);
  }

  private final Duration warmup;
  private final Duration seconds;
  private volatile boolean begun;
  private volatile boolean measuring;
  private volatile boolean over;

  Load(Duration warmup, Duration seconds) {
    this.warmup = warmup;
    this.seconds = seconds;
  }

  /** Runs so many callers in a thread each; returns what they did while measured. */
  Tally run(int callers, Caller caller) throws InterruptedException {
    List<Runner> runners = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < callers; number++) {
      Runner runner = new Runner(caller.call(number));
      Thread thread = new Thread(runner, "bench-" + number);
      thread.setDaemon(true);
      runners.add(runner);
      threads.add(thread);
    }
    begun = true;
    threads.forEach(Thread::start);
    Thread.sleep(warmup.toMillis());
    long start = System.nanoTime();
    measuring = true;
    Thread.sleep(seconds.toMillis());
    over = true;
    long end = System.nanoTime();
    for (Thread thread : threads) {
      thread.join();
    }
    Tally tally = new Tally();
    runners.forEach(runner -> tally.add(runner.tally));
    return tally.took(end - start);
  }

  /** Whether the callers are at work, or have been. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether what ends now counts. */
  boolean isMeasuring() {
    return measuring && !over;
  }

  /** What was done, and how long each call took. */
  static final class Tally {

    final Latencies latencies = new Latencies();
    long tasks;
    long errors;
    double seconds;
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    void failed(Throwable reason) {
      errors++;
      first.compareAndSet(null, reason);
    }

    void add(Tally other) {
      latencies.addAll(other.latencies);
      tasks += other.tasks;
      errors += other.errors;
      first.compareAndSet(null, other.first.get());
    }

    Tally took(long nanos) {
      seconds = nanos / 1e9;
      return this;
    }

    /** Takes the failures of another. */
    Tally failuresOf(Tally other) {
      errors += other.errors;
      first.compareAndSet(null, other.first.get());
      return this;
    }

    /** Takes the time, and the failures, of another. */
    Tally took(Tally other) {
      seconds = other.seconds;
      errors += other.errors;
      first.compareAndSet(null, other.first.get());
      return this;
    }

    /** Why the first failed call failed. */
    @Nullable Throwable firstFailure() {
      return first.get();
    }
  }

  private final class Runner implements Runnable {

    private final Call call;
    private final Tally tally = new Tally();

    Runner(Call call) {
      this.call = call;
    }

    @Override
    public void run() {
      while (!over) {
        boolean counts = measuring;
        long start = System.nanoTime();
        try {
          int tasks = call.run();
          // A call that ends after the end belongs to no second of the measurement.
          if (counts && !over) {
            tally.latencies.add(System.nanoTime() - start);
            tally.tasks += tasks;
          }
        } catch (Exception e) {
          if (counts) {
            tally.failed(e);
          }
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
        }
      }
    }
  }
}
