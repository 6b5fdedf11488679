package dev.taskmeta.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.StoreException;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.RetentionStore;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The roll-up is what a group by over all outcomes gives, to the unit, whatever happened at the
 * same time: eight writers with redeliveries, forgets, removals, sweeps, and twenty reviews that
 * died.
 */
interface RollUpContract extends DatabaseTest {

  int WRITERS = 8;
  int KILLS = 20;
  int ROUNDS = 60;

  /** Seconds for which no policy lets a task go. */
  int LONG = 100_000_000;

  /** The result code of a file that another has locked. */
  int SQLITE_BUSY = 5;

  @Test
  default void theRollUpIsTheGroupByOverTheLog(TestSchema schema) throws Exception {
    try (ReviewedStore store = new ReviewedStore(schema);
        Killed killed = new Killed(schema, store.isSqlite());
        ResultStore dying = store.open(killed.dataSource())) {
      if (!store.isSqlite()) {
        Procedures.make(schema, Procedures.settings(schema).build());
      }
      ShadowLog log = new ShadowLog();
      AtomicBoolean done = new AtomicBoolean();
      ExecutorService threads = Executors.newCachedThreadPool();
      try {
        List<Future<?>> writers = new ArrayList<>();
        Tasks tasks = new Tasks(store, log);
        for (int writer = 0; writer < WRITERS; writer++) {
          Random random = new Random(writer);
          writers.add(threads.submit(() -> tasks.write(random, done)));
        }
        Future<?> cleaner = threads.submit(() -> clean(store, done));
        reviewAndDie(store, killed, dying.retention().orElseThrow());
        done.set(true);
        for (Future<?> writer : writers) {
          writer.get();
        }
        cleaner.get();
      } finally {
        threads.shutdownNow();
      }
      store.reviewAll();
      ShadowLog.Totals totals = log.totals();
      assertThat(killed.kills()).isGreaterThanOrEqualTo(KILLS);
      assertThat(totals.days()).hasSizeGreaterThan(6);
      assertThat(days(store)).isEqualTo(totals.days());
      assertThat(histogram(store)).isEqualTo(histogram(totals.runs(), steps(store, totals)));
      assertThat(
              store.query(
                  "select task_id from task_meta"
                      + " where review_at is not null and finished_at is not null"))
          .isEmpty();
    }
  }

  /** Reviews, and dies now and then, and changes a policy, so that there is always a sweep. */
  private static void reviewAndDie(ReviewedStore store, Killed killed, RetentionStore dying) {
    store.policy(1, "add", null, null, "keep_seconds = " + LONG);
    for (int round = 0; killed.kills() < KILLS; round++) {
      killed.arm();
      for (int before = killed.kills(); killed.kills() == before; ) {
        try {
          dying.review(15);
          dying.sweep(15);
        } catch (StoreException e) {
          // It has died, or has lost a deadlock.
        }
      }
      store.execute("update retention_policy set keep_seconds = ?", LONG + round);
      try {
        store.retention().applyPolicies();
        store.retention().review(30);
      } catch (StoreException e) {
        assertThat(e.isTransient()).isTrue();
      }
    }
  }

  /** Runs both cleanups in turn: that of this process, and the procedure where there is one. */
  private static void clean(ReviewedStore store, AtomicBoolean done) {
    while (!done.get()) {
      try {
        store.backend().cleanup();
      } catch (StoreException e) {
        assertThat(e.isTransient()).isTrue();
      }
      if (!store.isSqlite()) {
        unlessBusy(() -> store.execute(Procedures.CALL));
      }
    }
  }

  /**
   * Runs plain SQL that need not succeed: after a deadlock, or a busy file, the next time will do.
   */
  private static void unlessBusy(Runnable plain) {
    try {
      plain.run();
    } catch (IllegalStateException e) {
      boolean busy =
          e.getCause() instanceof SQLException cause
              && (String.valueOf(cause.getSQLState()).startsWith("40")
                  || cause.getErrorCode() == SQLITE_BUSY);
      if (!busy) {
        throw e;
      }
    }
  }

  private static Map<String, List<Long>> days(ReviewedStore store) {
    Map<String, List<Long>> days = new TreeMap<>();
    for (String row :
        store.query(
            "select day, name, queue, succeeded, failed, revoked, retries, runs, run_micros,"
                + " coalesce(longest_micros, -1) from task_daily")) {
      String[] values = row.split("\\|", -1);
      List<Long> counts = new ArrayList<>();
      for (int at = 3; at < values.length; at++) {
        counts.add(Long.valueOf(values[at]));
      }
      // A day of which all was taken back keeps its row.
      if (!counts.equals(List.of(0L, 0L, 0L, 0L, 0L, 0L, -1L))) {
        days.put(String.join("|", values[0], values[1], values[2]), counts);
      }
    }
    return days;
  }

  private static Map<String, Long> histogram(ReviewedStore store) {
    Map<String, Long> counts = new TreeMap<>();
    for (String row :
        store.query("select day, name, queue, bucket, n from task_daily_runtime where n <> 0")) {
      int last = row.lastIndexOf('|');
      counts.put(row.substring(0, last), Long.valueOf(row.substring(last + 1)));
    }
    return counts;
  }

  private static Map<String, Long> histogram(Map<String, List<Long>> runs, Map<Long, Long> steps) {
    Map<String, Long> counts = new TreeMap<>();
    runs.forEach(
        (key, times) ->
            times.forEach(micros -> counts.merge(key + "|" + steps.get(micros), 1L, Long::sum)));
    return counts;
  }

  /**
   * Which step of the scale each run time reaches: by the engine's own logarithm, for one on the
   * edge of two steps may fall to either.
   */
  private static Map<Long, Long> steps(ReviewedStore store, ShadowLog.Totals totals) {
    String times =
        totals.runs().values().stream()
            .flatMap(List::stream)
            .distinct()
            .map("(%d)"::formatted)
            .collect(Collectors.joining(", "));
    store.execute("create table run_time (micros double precision not null)");
    store.execute("insert into run_time (micros) values " + times);
    Map<Long, Long> steps = new TreeMap<>();
    for (String row :
        store.query(
            "select micros, floor(ln(case when micros > 1 then micros else 1 end / 1e6) / "
                + Math.log(1.02)
                + ") from run_time")) {
      String[] values = row.split("\\|");
      steps.put((long) Double.parseDouble(values[0]), (long) Double.parseDouble(values[1]));
    }
    return steps;
  }

  /** The tasks that the writers share. */
  final class Tasks {

    private static final int COUNT = 60;
    private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");
    private static final List<TaskState> STATES =
        List.of(
            TaskState.STARTED,
            TaskState.RETRY,
            TaskState.RECEIVED,
            TaskState.FAILURE,
            TaskState.FAILURE,
            TaskState.FAILURE,
            TaskState.REVOKED,
            TaskState.SUCCESS);

    private final ReviewedStore store;
    private final ShadowLog log;
    private final AtomicInteger clock = new AtomicInteger();
    private final List<Object> locks = new ArrayList<>();

    Tasks(ReviewedStore store, ShadowLog log) {
      this.store = store;
      this.log = log;
      for (int at = 0; at < COUNT; at++) {
        locks.add(new Object());
      }
    }

    static Object time(ReviewedStore store, String day) {
      return store.isSqlite()
          ? day + "T00:00:00.000000Z"
          : java.time.LocalDate.parse(day).atStartOfDay();
    }

    Void write(Random random, AtomicBoolean done) {
      for (int round = 0; round < ROUNDS || !done.get(); round++) {
        int number = random.nextInt(COUNT);
        String taskId = "task-" + number;
        synchronized (locks.get(number)) {
          switch (random.nextInt(10)) {
            case 0 -> {
              store.backend().forget(taskId);
              log.removed(taskId);
            }
            case 1, 2 -> expire(taskId);
            default -> store(update(taskId, number, random));
          }
        }
      }
      return null;
    }

    private void store(TaskUpdate update) {
      if (store.backend().store(update)) {
        log.accepted(update, store.backend().get(update.taskId()));
      }
    }

    private void expire(String taskId) {
      if (log.isReady(taskId)) {
        unlessBusy(
            () ->
                store.execute(
                    "update task_meta set expires_at = ?, keep_seconds = 1 where task_id = ?",
                    time(store, "2000-01-01"),
                    taskId));
      }
    }

    private TaskUpdate update(String taskId, int number, Random random) {
      // STARTED without a time begins now; so those that never say when they began are not STARTED.
      boolean says = number % 5 > 0;
      TaskState state =
          STATES.get(says ? random.nextInt(STATES.size()) : 1 + random.nextInt(STATES.size() - 1));
      Instant finished =
          BEGIN
              .plusSeconds(random.nextInt(3 * 86_400))
              .plusNanos(random.nextInt(1_000_000) * 1_000L);
      TaskUpdate.Builder update =
          TaskUpdate.builder(taskId, state)
              .createdAt(BEGIN.minus(Duration.ofDays(100)).plusSeconds(clock.incrementAndGet()));
      if (number % 3 > 0) {
        update
            .name(List.of("add", "mail.send").get(random.nextInt(2)))
            .queue("queue-" + number % 2);
      }
      if (number % 7 > 0) {
        update.retries(random.nextInt(5));
      }
      if (says) {
        update.startedAt(finished.minusMillis(random.nextInt(100_000) - 5_000));
      }
      return (state.isReady() ? update.finishedAt(finished) : update).build();
    }
  }
}
