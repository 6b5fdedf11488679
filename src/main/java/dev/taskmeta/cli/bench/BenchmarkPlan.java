package dev.taskmeta.cli.bench;

import java.time.Duration;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param works which works, in order
 * @param callers how many callers or waiters, one measurement each
 * @param payloads how large the results are, in bytes, one measurement each; waits and the cleanup
 *     take the first
 * @param warmup how long each work runs before it is measured
 * @param seconds how long each measurement takes
 * @param inFlight how many stores are under way in {@link Work#STORE_ASYNC}; 0 leaves it out
 * @param rows how many tasks the table holds before anything is measured
 */
public record BenchmarkPlan(
    List<Work> works,
    List<Integer> callers,
    List<Integer> payloads,
    Duration warmup,
    Duration seconds,
    int inFlight,
    long rows) {

  /** Copies the lists. */
  public BenchmarkPlan {
    works = List.copyOf(works);
    callers = List.copyOf(callers);
    payloads = List.copyOf(payloads);
  }

  /** Returns in a sentence what will be done, and for about how long. */
  public String describe() {
    long cells = 0;
    for (Work work : works) {
      cells += (long) payloads(work).size() * callers(work).size();
    }
    Duration each = warmup.plus(seconds);
    return "%s with %s callers and results of %s bytes: %d measurements of %d s after %d s of warm-up, about %d s"
        .formatted(
            String.join(", ", works.stream().map(Work::key).toList()),
            callers,
            payloads,
            cells,
            seconds.toSeconds(),
            warmup.toSeconds(),
            cells * each.toSeconds());
  }

  /** Returns how many callers a work is measured with. */
  List<Integer> callers(Work work) {
    return switch (work) {
      case STORE, GET, WAIT, CLEANUP_WAITING, CLEANUP_STORING -> callers;
      case STORE_ASYNC -> inFlight == 0 ? List.of() : List.of(inFlight);
      case GETMANY, CLEANUP -> List.of(1);
    };
  }

  /** Returns how large the results are that a work is measured with. */
  List<Integer> payloads(Work work) {
    return switch (work) {
      case STORE, STORE_ASYNC, GET, GETMANY -> payloads;
      case WAIT, CLEANUP, CLEANUP_WAITING, CLEANUP_STORING -> payloads.subList(0, 1);
    };
  }
}
