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
  private volatile int turn;
  private volatile boolean measuring;
  private volatile boolean over;

  Load(Duration warmup, Duration seconds) {
    this.warmup = warmup;
    this.seconds = seconds;
  }

  /** Runs so many callers in a thread each; returns what they did while measured. */
  Tally run(int callers, Caller caller) throws InterruptedException {
    return run(callers, caller, 1, seconds).get(0);
  }

  /**
   * Runs them while something else takes turns with its absence, so that what changes by and by
   * changes both alike. Each is measured for as long as the load takes.
   *
   * @return what they did in the turns 0 and 1, see {@link #turn}
   */
  List<Tally> inTurns(int callers, Caller caller, Duration turn) throws InterruptedException {
    return run(callers, caller, 2, turn);
  }

  private List<Tally> run(int callers, Caller caller, int turns, Duration length)
      throws InterruptedException {
    List<Runner> runners = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < callers; number++) {
      Runner runner = new Runner(caller.call(number), turns);
      Thread thread = new Thread(runner, "bench-" + number);
      thread.setDaemon(true);
      runners.add(runner);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    takeTurns(turns, warmup, length);
    measuring = true;
    long[] nanos = takeTurns(turns, seconds.multipliedBy(turns), length);
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    List<Tally> tallies = new ArrayList<>();
    for (int at = 0; at < turns; at++) {
      Tally tally = new Tally();
      for (Runner runner : runners) {
        tally.add(runner.tallies.get(at));
      }
      tallies.add(tally.took(nanos[at]));
    }
    return tallies;
  }

  /** Returns how long each turn took. */
  private long[] takeTurns(int turns, Duration whole, Duration length) throws InterruptedException {
    long[] nanos = new long[turns];
    long start = System.nanoTime();
    long end = start + whole.toNanos();
    for (long at = start; at < end; ) {
      Thread.sleep(Duration.ofNanos(Math.min(length.toNanos(), end - at)).toMillis() + 1);
      long now = System.nanoTime();
      nanos[turn] += now - at;
      at = now;
      turn = (turn + 1) % turns;
    }
    return nanos;
  }

  /** Whose turn it is. */
  int turn() {
    return turn;
  }

  /** Whether what ends now counts. */
  boolean isMeasuring() {
    return measuring && !over;
  }

  /** Whether the callers have stopped. */
  boolean isOver() {
    return over;
  }

  /** What was done, and how long each call took. */
  static final class Tally {

    Latencies latencies = new Latencies();
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

    /** Takes the durations and the failures of another instead. */
    Tally ofCallers(Tally other) {
      latencies = other.latencies;
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
    private final List<Tally> tallies = new ArrayList<>();

    Runner(Call call, int turns) {
      this.call = call;
      for (int at = 0; at < turns; at++) {
        tallies.add(new Tally());
      }
    }

    @Override
    public void run() {
      while (!over) {
        boolean counts = measuring;
        Tally tally = tallies.get(turn);
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
