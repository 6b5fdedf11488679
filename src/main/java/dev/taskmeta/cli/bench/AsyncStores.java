package dev.taskmeta.cli.bench;

import dev.taskmeta.ResultBackend;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One caller that stores without waiting, with so many stores under way at once. */
final class AsyncStores {

  private final ResultBackend backend;
  private final SampleTask sample;
  private final int inFlight;
  private final Semaphore free;
  private final Load.Tally committed = new Load.Tally();

  AsyncStores(ResultBackend backend, SampleTask sample, int inFlight) {
    this.backend = backend;
    this.sample = sample;
    this.inFlight = inFlight;
    this.free = new Semaphore(inFlight);
  }

  /** Counts each store when it has been committed, and what it took from its beginning. */
  Load.Tally run(Load load) throws InterruptedException {
    Load.Tally begun = load.run(1, number -> () -> begin(load));
    free.acquire(inFlight);
    synchronized (committed) {
      return committed.took(begun);
    }
  }

  private int begin(Load load) throws InterruptedException {
    free.acquire();
    long start = System.nanoTime();
    try {
      backend
          .storeAsync(sample.success(SampleTask.newId()))
          .whenComplete((accepted, problem) -> ended(load, start, problem));
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
    return 0;
  }

  private void ended(Load load, long start, @Nullable Throwable problem) {
    if (load.isMeasuring()) {
      long nanos = System.nanoTime() - start;
      synchronized (committed) {
        if (problem == null) {
          committed.latencies.add(nanos);
          committed.tasks++;
        } else {
          committed.failed(problem);
        }
      }
    }
    free.release();
  }
}
