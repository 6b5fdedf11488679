package dev.taskmeta.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The views say of generated tasks what Java makes of them, in the same columns everywhere. */
abstract class ViewContract implements DatabaseTest {

  private static final int TASKS = 400;
  private static final Instant BEGIN = Instant.parse("2026-03-08T06:30:00.000001Z");
  private static final List<TaskState> STATES =
      List.of(
          TaskState.PENDING,
          TaskState.RECEIVED,
          TaskState.STARTED,
          TaskState.RETRY,
          TaskState.SUCCESS,
          TaskState.FAILURE,
          TaskState.FAILURE,
          TaskState.REVOKED,
          TaskState.REJECTED,
          TaskState.IGNORED,
          TaskState.of("PROGRESS"));
  private static final Set<String> NOT_RUN =
      Set.of("PENDING", "RECEIVED", "RETRY", "REJECTED", "IGNORED");

  private final Map<String, TaskUpdate> tasks = new TreeMap<>();
  private TestSchema schema;

  @BeforeEach
  void store(TestSchema fresh) {
    schema = fresh;
    Random random = new Random(20_261_122);
    for (int at = 0; at < TASKS; at++) {
      TaskUpdate task = task("task-%03d".formatted(at), random);
      tasks.put(task.taskId(), task);
    }
    try (ResultBackend backend = ResultBackend.open(schema.url())) {
      backend.storeAll(List.copyOf(tasks.values()));
      backend.saveGroup("empty", List.of(), null);
      backend.saveGroup("some", List.of("task-000", "task-001", "task-002", "gone"), "task-009");
      backend.saveGroup("all", List.copyOf(tasks.keySet()), null);
    }
    // A sign of life that was due in January.
    schema.execute(
        "update task_meta set alive_until = %s where task_id like 'task-_0_' and alive_until is not null"
            .formatted(ViewRows.literal(schema, Instant.parse("2026-01-01T00:00:00Z"))));
  }

  private static TaskUpdate task(String taskId, Random random) {
    TaskState state = STATES.get(random.nextInt(STATES.size()));
    Instant created = BEGIN.plus(Duration.ofNanos(random.nextLong(3L * 86_400_000_000L) * 1_000));
    Instant eta = random.nextBoolean() ? null : created.plusSeconds(random.nextInt(-90, 90));
    Instant started = created.plus(Duration.ofNanos(random.nextInt(100_000_000) * 1_000L));
    Instant finished = started.plus(Duration.ofNanos(random.nextLong(9_000_000_000L) * 1_000));
    TaskUpdate.Builder update =
        TaskUpdate.builder(taskId, state)
            .name(random.nextBoolean() ? "reports.nightly" : "mail.send")
            .queue("queue-" + random.nextInt(3))
            .worker("worker-" + random.nextInt(3))
            .retries(random.nextInt(3))
            .createdAt(created);
    if (eta != null) {
      update.eta(eta);
    }
    if (!NOT_RUN.contains(state.name()) && random.nextInt(5) > 0) {
      update.startedAt(started);
    }
    if (state.isReady()) {
      update.finishedAt(finished);
    } else if (random.nextBoolean()) {
      update.aliveFor(Duration.ofHours(1));
    }
    if (state.equals(TaskState.FAILURE) && random.nextInt(9) > 0) {
      update.error(
          random.nextBoolean()
              ? TaskError.of("java.io.IOException", "disk " + random.nextInt(99) + " is full")
              : TaskError.of("KeyError", "no order " + random.nextInt(99)));
    }
    return update.build();
  }

  @Test
  void everyTaskIsShownWithItsTimes() throws SQLException {
    Map<String, Map<String, Object>> rows =
        ViewRows.byKey(schema, "select * from v_task", "task_id");

    assertThat(rows.keySet()).isEqualTo(tasks.keySet());
    tasks.forEach(
        (taskId, task) -> {
          Map<String, Object> row = rows.get(taskId);
          Instant started = task.startedAt();
          boolean ready = task.state().isReady();
          assertThat(row.get("state")).isEqualTo(task.state().name());
          assertThat(row.get("name")).isEqualTo(task.name());
          assertThat(row.get("queue")).isEqualTo(task.queue());
          assertThat(row.get("worker")).isEqualTo(task.worker());
          assertThat(row.get("retries")).isEqualTo(task.retries());
          assertThat(row.get("ready")).as(taskId).isEqualTo(ready);
          assertThat(row.get("lost")).as(taskId).isEqualTo(lost(task));
          assertThat(row.get("created_at")).isEqualTo(task.createdAt());
          assertThat(row.get("eta")).isEqualTo(task.eta());
          assertThat(row.get("finished_at")).isEqualTo(ready ? task.finishedAt() : null);
          if (task.startedAt() != null || !task.state().equals(TaskState.STARTED)) {
            assertThat(row.get("started_at")).isEqualTo(started);
            assertThat(row.get("wait_seconds")).isEqualTo(seconds(due(task), started));
          }
          assertThat(row.get("run_seconds"))
              .isEqualTo(seconds(started, ready ? task.finishedAt() : null));
          assertThat(row.get("total_seconds"))
              .isEqualTo(seconds(task.createdAt(), ready ? task.finishedAt() : null));
          TaskError error = task.error();
          assertThat(row.get("error_type")).isEqualTo(error == null ? null : error.type());
          assertThat(row.get("error_message")).isEqualTo(error == null ? null : error.message());
          assertThat(row.get("error_fingerprint"))
              .isEqualTo(error == null ? null : error.fingerprint());
        });
  }

  @Test
  void failuresAreCountedByDayAndError() throws SQLException {
    Map<List<Object>, List<TaskUpdate>> expected = new HashMap<>();
    for (TaskUpdate task : tasks.values()) {
      if (task.state().equals(TaskState.FAILURE)) {
        TaskError error = task.error();
        List<Object> key = new ArrayList<>();
        key.add(task.finishedAt().atZone(ZoneOffset.UTC).toLocalDate().toString());
        key.add(error == null ? null : error.type());
        key.add(error == null ? null : error.fingerprint());
        expected.computeIfAbsent(key, any -> new ArrayList<>()).add(task);
      }
    }
    List<Map<String, Object>> rows = ViewRows.of(schema, "select * from v_task_failures");

    assertThat(rows).hasSameSizeAs(expected.keySet()).hasSizeGreaterThan(6);
    for (Map<String, Object> row : rows) {
      List<Object> key = new ArrayList<>();
      key.add(row.get("day").toString());
      key.add(row.get("error_type"));
      key.add(row.get("error_fingerprint"));
      List<TaskUpdate> failed = expected.get(key);
      assertThat(failed).as(key.toString()).isNotNull();
      assertThat(((Number) row.get("failures")).intValue()).isEqualTo(failed.size());
      List<Instant> times = failed.stream().map(TaskUpdate::finishedAt).sorted().toList();
      assertThat(row.get("first_seen")).isEqualTo(times.get(0));
      assertThat(row.get("last_seen")).isEqualTo(times.get(times.size() - 1));
      assertThat(failed.stream().map(TaskUpdate::taskId))
          .contains((String) row.get("example_task_id"));
    }
  }

  @Test
  void whatRunsIsShownWithItsAge() throws SQLException {
    Map<String, Map<String, Object>> rows =
        ViewRows.byKey(schema, "select * from v_task_running", "task_id");
    List<TaskUpdate> running =
        tasks.values().stream()
            .filter(task -> !task.state().isReady() && !NOT_RUN.contains(task.state().name()))
            .toList();

    assertThat(rows.keySet())
        .containsExactlyInAnyOrderElementsOf(running.stream().map(TaskUpdate::taskId).toList());
    for (TaskUpdate task : running) {
      Map<String, Object> row = rows.get(task.taskId());
      assertThat(row.get("worker")).isEqualTo(task.worker());
      assertThat(row.get("lost")).isEqualTo(lost(task));
      Instant since = (Instant) row.get("started_at");
      BigDecimal least =
          seconds(since == null ? task.createdAt() : since, (Instant) row.get("updated_at"));
      // A clock of the same machine: at least what had passed when it was stored, with an hour's
      // room.
      assertThat(((BigDecimal) row.get("age_seconds")).subtract(least))
          .isBetween(new BigDecimal(-60), new BigDecimal(3_600));
    }
  }

  @Test
  void everyTimeOfKeepingShowsWhatItHas() throws SQLException {
    schema.execute("delete from task_meta where task_id not like 'task-%'");
    schema.execute(
        "insert into retention_policy (name_pattern, state, keep_seconds, action)"
            + " values ('mail.*', 'FAILURE', 3600, 'archive')");
    schema.execute(
        "insert into retention_policy (name_pattern, keep_last, enabled) values ('*', 5, "
            + (schema.engine() == TestEngine.POSTGRESQL ? "false" : "0")
            + ")");
    List<Map<String, Object>> policies =
        ViewRows.of(
            schema,
            "select policy_id as id, name_pattern from retention_policy order by policy_id");
    String first = policies.get(0).get("id").toString();
    String second = policies.get(1).get("id").toString();
    Instant due = Instant.parse("2026-11-01T00:00:00Z");
    Instant later = Instant.parse("2126-11-01T00:00:00Z");
    // 100 are kept by the first policy, 30 of them no longer; 10 by the store; 5 by one that is
    // gone.
    keep("task-1", first, later);
    keep("task-12", first, due);
    keep("task-13", first, due.plusSeconds(60));
    keep("task-14", first, later.minusSeconds(60));
    schema.execute("update task_meta set expires_at = null where task_id like 'task-11%'");
    keep("task-20", "store", later);
    keep("task-30", "999", due);
    for (String held : List.of("task-100", "task-120", "task-200", "gone", "task-120")) {
      schema.execute("insert into task_hold (task_id, reason) values ('" + held + "', 'audit')");
    }
    schema.execute(
        "insert into task_hold (task_id, reason, released_at, released_by) values ('task-101', 'x', "
            + ViewRows.literal(schema, due)
            + ", 'x')");

    Map<String, Map<String, Object>> rows =
        ViewRows.byKey(schema, "select * from v_retention", "source");

    assertThat(rows.keySet()).containsExactlyInAnyOrder("store", "default", first, second, "999");
    assertThat(over("task-1")).as("some of both").isBetween(50L, 95L);
    long over = over("task-12") + over("task-13");
    compare(rows.get(first), 100, over, 2, later.minusSeconds(60), "task-1");
    compare(rows.get("store"), 10, 0, 1, later, "task-20");
    compare(rows.get(second), 0, 0, 0, null, "none");
    compare(rows.get("999"), 10, over("task-30"), 0, null, "task-30");
    assertThat(((Number) rows.get("default").get("tasks")).intValue()).isEqualTo(TASKS - 120);
    assertThat(rows.get(first))
        .containsEntry("name_pattern", "mail.*")
        .containsEntry("state", "FAILURE")
        .containsEntry("keep_seconds", 3_600L)
        .containsEntry("action", "archive")
        .containsEntry("enabled", true);
    assertThat(rows.get(second))
        .containsEntry("enabled", false)
        .containsEntry("keep_seconds", null);
    assertThat(rows.get("store").get("policy_id")).isNull();
    assertThat(rows.get("999").get("policy_id")).isNull();
  }

  @Test
  void whatIsKeptIsShownWhileOthersHoldTheRows() throws SQLException {
    try (Connection other = schema.connect();
        Connection reader = schema.connect();
        Statement holds = other.createStatement();
        Statement reads = reader.createStatement()) {
      other.setAutoCommit(false);
      assertThat(holds.executeUpdate("update task_meta set expires_from = '999'"))
          .isGreaterThanOrEqualTo(TASKS);
      reads.execute(
          switch (schema.engine()) {
            case POSTGRESQL -> "set lock_timeout = '1s'";
            case SQLITE -> "pragma busy_timeout = 1000";
            default -> "set innodb_lock_wait_timeout = 1, lock_wait_timeout = 1";
          });
      Map<String, Long> kept = new TreeMap<>();
      try (ResultSet rows = reads.executeQuery("select source, tasks from v_retention")) {
        while (rows.next()) {
          kept.put(rows.getString(1), rows.getLong(2));
        }
      }
      assertThat(kept).as("as it was before").containsOnlyKeys("store", "default");
      assertThat(kept.get("default")).isGreaterThanOrEqualTo(TASKS);
      other.rollback();
    }
  }

  private void keep(String prefix, String from, Instant until) {
    schema.execute(
        "update task_meta set expires_from = '%s', expires_at = %s where task_id like '%s%%'"
            .formatted(from, ViewRows.literal(schema, until), prefix));
  }

  /** How many have ended or promise no sign of life: only those may go. */
  private long over(String prefix) {
    return tasks.values().stream()
        .filter(task -> task.taskId().startsWith(prefix))
        .filter(
            task -> task.state().isReady() || task.aliveFor() == null || signIsPast(task.taskId()))
        .count();
  }

  private void compare(
      Map<String, Object> row, int kept, long due, int held, Instant next, String prefix) {
    assertThat(((Number) row.get("tasks")).intValue()).isEqualTo(kept);
    assertThat(((Number) row.get("tasks_due")).longValue()).isEqualTo(due);
    assertThat(((Number) row.get("tasks_held")).intValue()).isEqualTo(held);
    assertThat(row.get("next_expires_at")).isEqualTo(next);
    assertThat(row.get("oldest_finished_at"))
        .isEqualTo(
            tasks.values().stream()
                .filter(task -> task.taskId().startsWith(prefix) && task.state().isReady())
                .map(TaskUpdate::finishedAt)
                .min(Instant::compareTo)
                .orElse(null));
  }

  @Test
  void groupsShowHowFarTheyAre() throws SQLException {
    Map<String, Map<String, Object>> rows =
        ViewRows.byKey(schema, "select * from v_group_progress", "group_id");

    assertThat(rows.keySet()).containsExactlyInAnyOrder("empty", "some", "all");
    assertGroup(rows.get("empty"), List.of(), 0);
    assertGroup(rows.get("some"), List.copyOf(tasks.values()).subList(0, 3), 4);
    assertGroup(rows.get("all"), List.copyOf(tasks.values()), TASKS);
    assertThat(rows.get("some").get("parent_id")).isEqualTo("task-009");
    assertThat(rows.get("empty").get("complete")).isEqualTo(true);
    assertThat(rows.get("some").get("complete")).isEqualTo(false);
  }

  private static void assertGroup(Map<String, Object> row, List<TaskUpdate> known, long size) {
    Map<String, Long> expected = new TreeMap<>();
    expected.put("tasks", size);
    expected.put("known", (long) known.size());
    expected.put("ended", known.stream().filter(task -> task.state().isReady()).count());
    expected.put("successful", count(known, TaskState.SUCCESS));
    expected.put("failed", count(known, TaskState.FAILURE));
    expected.put("revoked", count(known, TaskState.REVOKED));
    expected.forEach(
        (column, number) ->
            assertThat(((Number) row.get(column)).longValue()).as(column).isEqualTo(number));
    assertThat(row.get("last_finished_at"))
        .isEqualTo(
            known.stream()
                .filter(task -> task.state().isReady())
                .map(TaskUpdate::finishedAt)
                .max(Instant::compareTo)
                .orElse(null));
  }

  private static long count(List<TaskUpdate> tasks, TaskState state) {
    return tasks.stream().filter(task -> task.state().equals(state)).count();
  }

  private boolean lost(TaskUpdate task) {
    return task.aliveFor() != null
        && !task.state().isReady()
        && !Set.of("REJECTED", "IGNORED").contains(task.state().name())
        && signIsPast(task.taskId());
  }

  private static boolean signIsPast(String taskId) {
    return taskId.charAt(6) == '0';
  }

  private static Instant due(TaskUpdate task) {
    Instant eta = task.eta();
    return eta == null || eta.isBefore(task.createdAt()) ? task.createdAt() : eta;
  }

  private static BigDecimal seconds(Instant from, Instant to) {
    return from == null || to == null
        ? null
        : BigDecimal.valueOf(Duration.between(from, to).toNanos() / 1_000, 6);
  }
}
