package dev.taskmeta.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is stored and reviewed is what the view of days shows, measured or not. */
abstract class DailyViewContract implements DatabaseTest {

  private static final String VIEW =
      "select day, name, queue, tasks, succeeded, failed, revoked, retries, runs, longest_seconds,"
          + " p50_seconds, p95_seconds, p99_seconds from v_task_daily order by day, name, queue";
  private static final double STEP = Math.log(1.02);
  private static final int TASKS = 500;

  private final Random random = new Random(20_261_128);
  private final List<TaskUpdate> stored = new ArrayList<>();

  @Test
  void theViewShowsWhatWasCountedAndMeasuredOrNot(TestSchema schema) {
    try (ReviewedStore reviewed = new ReviewedStore(schema)) {
      store(reviewed, TASKS);
      reviewed.reviewAll();
      List<String> expected = expected();
      assertThat(expected).hasSizeGreaterThan(10);
      assertThat(shown(reviewed)).isEqualTo(expected);

      measureAll(reviewed, 7);
      assertThat(behind(reviewed)).isZero();
      assertThat(shown(reviewed)).isEqualTo(expected);

      // Some days grow, and are measured again.
      store(reviewed, 20);
      reviewed.reviewAll();
      assertThat(behind(reviewed)).isBetween(1, 20);
      assertThat(shown(reviewed)).isEqualTo(expected());
      measureAll(reviewed, 100);
      assertThat(shown(reviewed)).isEqualTo(expected());

      // It stays when the rows go.
      reviewed.execute("delete from task_meta");
      assertThat(shown(reviewed)).isEqualTo(expected());
    }
  }

  @Test
  void aCleanupMeasures(TestSchema schema) {
    try (ReviewedStore reviewed = new ReviewedStore(schema)) {
      store(reviewed, TASKS);
      reviewed.reviewAll();
      assertThat(behind(reviewed)).isPositive();
      reviewed.backend().cleanup();
      assertThat(behind(reviewed)).isZero();
      assertThat(shown(reviewed)).isEqualTo(expected());
    }
  }

  /** The rows of the view, with six places after the point: SQLite shows as many as it needs. */
  private static List<String> shown(ReviewedStore reviewed) {
    return reviewed.query(VIEW).stream()
        .map(
            row ->
                Arrays.stream(row.split("\\|", -1))
                    .map(cell -> cell.contains(".") ? plain(new BigDecimal(cell)) : cell)
                    .collect(Collectors.joining("|")))
        .toList();
  }

  private static void measureAll(ReviewedStore reviewed, int limit) {
    while (reviewed.retention().measurePercentiles(limit) == limit) {
      // The next ones.
    }
  }

  private static int behind(ReviewedStore reviewed) {
    return Integer.parseInt(
        reviewed.value("select count(*) from task_daily where runs_measured <> runs"));
  }

  private void store(ReviewedStore reviewed, int count) {
    List<TaskUpdate> tasks = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      tasks.add(task("task-" + stored.size() + "-" + at));
    }
    reviewed.backend().storeAll(tasks);
    stored.addAll(tasks);
  }

  private TaskUpdate task(String taskId) {
    int kind = random.nextInt(10);
    TaskState state =
        kind < 7 ? TaskState.SUCCESS : kind < 9 ? TaskState.FAILURE : TaskState.REVOKED;
    Instant started =
        Instant.now()
            .truncatedTo(ChronoUnit.MICROS)
            .minus(Duration.ofMinutes(random.nextInt(3 * 24 * 60) + 2 * 24 * 60));
    long micros = Math.round(Math.exp(random.nextDouble() * Math.log(3.6e9)));
    TaskUpdate.Builder task =
        TaskUpdate.builder(taskId, state)
            .name(random.nextInt(4) == 0 ? null : "name" + random.nextInt(3))
            .queue(random.nextInt(4) == 0 ? null : "queue")
            .retries(random.nextInt(3))
            .createdAt(started)
            .startedAt(started)
            .finishedAt(started.plusNanos(micros * 1_000));
    return state.equals(TaskState.FAILURE)
        ? task.error(TaskError.of("E", "why")).build()
        : task.build();
  }

  private List<String> expected() {
    Map<String, List<TaskUpdate>> days =
        stored.stream()
            .collect(
                Collectors.groupingBy(
                    task ->
                        String.join(
                            "\t",
                            task.finishedAt().atZone(ZoneOffset.UTC).toLocalDate().toString(),
                            task.name() == null ? "" : task.name(),
                            task.queue() == null ? "" : task.queue()),
                    TreeMap::new,
                    Collectors.toList()));
    return days.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(day -> day.getKey().replace('\t', '|') + "|" + expected(day.getValue()))
        .toList();
  }

  private static String expected(List<TaskUpdate> tasks) {
    List<Long> runs =
        tasks.stream()
            .filter(task -> task.state().equals(TaskState.SUCCESS))
            .map(task -> Duration.between(task.startedAt(), task.finishedAt()).toNanos() / 1_000)
            .sorted()
            .toList();
    long longest = runs.isEmpty() ? 0 : runs.get(runs.size() - 1);
    return String.join(
        "|",
        String.valueOf(tasks.size()),
        String.valueOf(runs.size()),
        String.valueOf(count(tasks, TaskState.FAILURE)),
        String.valueOf(count(tasks, TaskState.REVOKED)),
        String.valueOf(tasks.stream().mapToInt(TaskUpdate::retries).sum()),
        String.valueOf(runs.size()),
        seconds(runs, longest),
        seconds(runs, percentile(runs, 50)),
        seconds(runs, percentile(runs, 95)),
        seconds(runs, percentile(runs, 99)));
  }

  private static long count(List<TaskUpdate> tasks, TaskState state) {
    return tasks.stream().filter(task -> task.state().equals(state)).count();
  }

  private static long percentile(List<Long> runs, int percent) {
    if (runs.isEmpty()) {
      return 0;
    }
    double seconds = runs.get((percent * runs.size() + 99) / 100 - 1) / 1e6;
    double middle = Math.exp((Math.floor(Math.log(seconds) / STEP) + 0.5) * STEP);
    return Math.min(runs.get(runs.size() - 1), Math.round(middle * 1e6));
  }

  private static String seconds(List<Long> runs, long micros) {
    return runs.isEmpty() ? "null" : plain(BigDecimal.valueOf(micros, 6));
  }

  private static String plain(BigDecimal number) {
    return number.setScale(6, RoundingMode.HALF_UP).toPlainString();
  }
}
