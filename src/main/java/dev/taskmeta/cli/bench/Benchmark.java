package dev.taskmeta.cli.bench;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Runs a {@link BenchmarkPlan} on tables of its own. */
public final class Benchmark {

  /** How many tasks {@link Work#GETMANY} asks for at once. */
  static final int MANY = 1_000;

  /** How many tasks there are to read from. */
  private static final int READABLE = 10_000;

  private static final int BATCH = 500;

  private final BenchmarkPlan plan;
  private final BenchmarkTables tables;
  private final String shownUrl;
  private final Progress progress;
  private final Consumer<String> warnings;
  private List<String> given = List.of();

  /**
   * Makes one; nothing is done yet.
   *
   * @param shownUrl the backend as results name it, without a password
   * @param progress is told how far it is
   * @param warnings is told why calls failed
   */
  public Benchmark(
      BenchmarkPlan plan,
      BenchmarkTables tables,
      String shownUrl,
      Progress progress,
      Consumer<String> warnings) {
    this.plan = plan;
    this.tables = tables;
    this.shownUrl = shownUrl;
    this.progress = progress;
    this.warnings = warnings;
  }

  /** Lets it read these tasks, which are in the tables, instead of some that it stores itself. */
  public Benchmark reading(List<String> taskIds) {
    given = List.copyOf(taskIds);
    return this;
  }

  /**
   * Runs it; the tables are there when it begins.
   *
   * @param results is given each measurement as it is done
   * @throws InterruptedException if the thread is interrupted
   */
  public void run(Consumer<Measurement> results) throws InterruptedException {
    try (ResultBackend backend = tables.open()) {
      fill(backend);
      for (Work work : plan.works()) {
        for (int payload : plan.payloads(work)) {
          for (int callers : plan.callers(work)) {
            String what = "%s, %,d callers, %,d B".formatted(work.key(), callers, payload);
            progress.at(what);
            measure(backend, work, callers, payload, results);
          }
        }
      }
    }
  }

  private void fill(ResultBackend backend) {
    SampleTask sample = new SampleTask(100);
    for (long stored = 0; stored < plan.rows(); stored += BATCH) {
      if (stored % 100_000 == 0) {
        progress.at("filling the table: %,d of %,d tasks".formatted(stored, plan.rows()));
      }
      storeAll(backend, sample, (int) Math.min(BATCH, plan.rows() - stored));
    }
  }

  private static List<String> storeAll(ResultBackend backend, SampleTask sample, int count) {
    List<String> ids = new ArrayList<>(count);
    for (int at = 0; at < count; at++) {
      ids.add(SampleTask.newId());
    }
    backend.storeAll(ids.stream().map(sample::success).toList());
    return ids;
  }

  private void measure(
      ResultBackend backend, Work work, int callers, int payload, Consumer<Measurement> results)
      throws InterruptedException {
    if (work == Work.CLEANUP_WAITING) {
      return; // with the next
    }
    SampleTask sample = new SampleTask(payload);
    Load load = load();
    Load.Tally tally =
        switch (work) {
          case STORE -> load.run(callers, number -> () -> store(backend, sample));
          case STORE_ASYNC -> new AsyncStores(backend, sample, callers).run(load);
          case GET -> {
            List<String> ids = readable(backend, sample, payload);
            yield load.run(callers, number -> () -> get(backend, ids));
          }
          case GETMANY -> {
            List<String> ids = readable(backend, sample, payload);
            yield load.run(callers, number -> () -> getMany(backend, some(ids)));
          }
          case WAIT -> wait(backend, callers, sample);
          case CLEANUP -> expired(payload).alone();
          case CLEANUP_WAITING, CLEANUP_STORING ->
              expired(payload)
                  .whileStoring(
                      callers,
                      number -> () -> store(backend, sample),
                      stores -> results.accept(of(Work.CLEANUP_WAITING, callers, payload, stores)));
        };
    results.accept(of(work, callers, payload, tally));
  }

  private Load load() {
    return new Load(plan.warmup(), plan.seconds());
  }

  private Measurement of(Work work, int callers, int payload, Load.Tally tally) {
    Throwable failure = tally.firstFailure();
    if (failure != null) {
      warnings.accept("%,d calls failed, the first: %s".formatted(tally.errors, failure));
    }
    return new Measurement(
        work,
        shownUrl,
        callers,
        payload,
        tally.seconds,
        tally.tasks / tally.seconds,
        tally.latencies.millis(0.5),
        tally.latencies.millis(0.99),
        tally.latencies.millis(1),
        tally.errors);
  }

  private ExpiredTasks expired(int payload) {
    return new ExpiredTasks(tables, plan, progress, warnings, payload);
  }

  private static int store(ResultBackend backend, SampleTask sample) {
    if (!backend.store(sample.success(SampleTask.newId()))) {
      throw new IllegalStateException("a new task was refused");
    }
    return 1;
  }

  /** Tasks to read from: those given, or new ones, as many as fit into 256 MB. */
  private List<String> readable(ResultBackend backend, SampleTask sample, int payload) {
    if (!given.isEmpty()) {
      return given;
    }
    int count = Math.max(1, Math.min(READABLE, (256 << 20) / Math.max(1, payload)));
    List<String> ids = new ArrayList<>(count);
    int batch = Math.max(1, Math.min(BATCH, (8 << 20) / Math.max(1, payload)));
    while (ids.size() < count) {
      ids.addAll(storeAll(backend, sample, Math.min(batch, count - ids.size())));
    }
    return ids;
  }

  private static int get(ResultBackend backend, List<String> ids) {
    String taskId = ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
    if (!backend.get(taskId).known()) {
      throw new IllegalStateException("the task " + taskId + " is gone");
    }
    return 1;
  }

  private static int getMany(ResultBackend backend, Collection<String> ids) {
    if (!backend.getMany(ids).values().stream().allMatch(meta -> meta.known())) {
      throw new IllegalStateException("a task is gone");
    }
    return ids.size();
  }

  private static List<String> some(List<String> ids) {
    int size = Math.min(MANY, ids.size());
    int from = ThreadLocalRandom.current().nextInt(ids.size() - size + 1);
    return ids.subList(from, from + size);
  }

  private Load.Tally wait(ResultBackend backend, int waiters, SampleTask sample)
      throws InterruptedException {
    try (ResultBackend other = tables.open()) {
      Waiters run = new Waiters(backend, waiters);
      try {
        return run.run(
            plan.warmup(),
            plan.seconds(),
            (taskId, ended) -> end(other, sample.success(taskId), ended));
      } finally {
        run.close();
      }
    }
  }

  private static void end(ResultBackend other, TaskUpdate update, Waiters.Ended ended) {
    other
        .storeAsync(update)
        .whenComplete((stored, problem) -> ended.at(System.nanoTime(), problem));
  }
}
