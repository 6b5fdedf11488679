package dev.taskmeta.contract;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Writers that store random states of few tasks at once. Every update has a key that all its fields
 * hold, so that a row that was torn between two updates shows it.
 */
public final class Race {

  private static final List<TaskState> STATES =
      List.of(
          TaskState.STARTED,
          TaskState.STARTED,
          TaskState.RETRY,
          TaskState.FAILURE,
          TaskState.FAILURE,
          TaskState.REVOKED,
          TaskState.RECEIVED,
          TaskState.of("PROGRESS"));

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /** How a race ended. */
  public record Outcome(
      List<String> torn, List<String> lostSuccesses, Map<String, Integer> successesPerTask) {}

  private final int writers;
  private final int statements;
  private final int rows;
  private final List<String> ids;
  private final Map<String, TaskState> stateOfKey = new ConcurrentHashMap<>();
  private final Map<String, Integer> successes = new ConcurrentHashMap<>();

  /** So many writers, each with so many statements of so many rows, among some ids. */
  public Race(int writers, int statements, int rows, List<String> ids) {
    this.writers = writers;
    this.statements = statements;
    this.rows = rows;
    this.ids = ids;
  }

  /** Runs the race; gives back what is wrong with the rows afterwards. */
  public Outcome run(
      Function<List<TaskUpdate>, List<Boolean>> store,
      Function<Collection<String>, Map<String, TaskMeta>> read)
      throws Exception {
    atOnce(
        writers,
        writer -> {
          Random random = new Random(writer);
          for (int statement = 0; statement < statements; statement++) {
            List<TaskUpdate> updates = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
              updates.add(update(random, writer * 1_000_000 + statement * 1_000 + row));
            }
            count(updates, store.apply(updates));
          }
          return true;
        });
    List<String> torn = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    read.apply(ids)
        .values()
        .forEach(
            meta -> {
              if (isTorn(meta)) {
                torn.add(meta.taskId());
              }
              boolean succeeded = meta.state().equals(TaskState.SUCCESS);
              if (succeeded != successes.containsKey(meta.taskId())) {
                lost.add(meta.taskId());
              }
            });
    return new Outcome(torn, lost, Map.copyOf(successes));
  }

  private TaskUpdate update(Random random, int number) {
    // A SUCCESS is rare, so that rows change for a while before they are final.
    TaskState state =
        random.nextInt(60) == 0 ? TaskState.SUCCESS : STATES.get(random.nextInt(STATES.size()));
    String key = "k" + number;
    stateOfKey.put(key, state);
    TaskUpdate.Builder update =
        TaskUpdate.builder(ids.get(random.nextInt(ids.size())), state)
            .worker(key)
            .retries(number)
            .args(List.of(key))
            .startedAt(EPOCH.plusSeconds(number));
    if (state.isReady()) {
      update.finishedAt(EPOCH.plusSeconds(number));
    }
    return state.isException()
        ? update.error(TaskError.of(key, key)).traceback(key).build()
        : update.result(key).build();
  }

  private void count(List<TaskUpdate> updates, List<Boolean> accepted) {
    for (int at = 0; at < updates.size(); at++) {
      if (accepted.get(at) && updates.get(at).state().equals(TaskState.SUCCESS)) {
        successes.merge(updates.get(at).taskId(), 1, Integer::sum);
      }
    }
  }

  private boolean isTorn(TaskMeta meta) {
    if (!meta.known()) {
      return false;
    }
    String key = meta.worker().orElse("none");
    Instant time = EPOCH.plusSeconds(Integer.parseInt(key.substring(1)));
    boolean error = meta.state().isException();
    return !meta.state().equals(stateOfKey.get(key))
        || !meta.retries().map(retries -> "k" + retries).filter(key::equals).isPresent()
        || !meta.args().filter(List.of(key)::equals).isPresent()
        || !meta.startedAt().filter(time::equals).isPresent()
        || meta.finishedAt().isPresent() != meta.ready()
        || meta.ready() && !meta.finishedAt().filter(time::equals).isPresent()
        || error != meta.traceback().filter(key::equals).isPresent()
        || error != meta.errorMessage().filter(key::equals).isPresent()
        || error != meta.errorType().filter(key::equals).isPresent()
        || !error && !key.equals(meta.result());
  }

  /** Does work in so many threads that begin together; gives back what each returned. */
  static <T> List<T> atOnce(int threads, IntFunction<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<T>> all = new ArrayList<>();
      for (int at = 0; at < threads; at++) {
        int number = at;
        all.add(
            () -> {
              start.await();
              return work.apply(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(all)) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
