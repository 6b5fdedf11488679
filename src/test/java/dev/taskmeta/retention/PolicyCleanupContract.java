package dev.taskmeta.retention;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static dev.taskmeta.retention.GovernedContract.cleaned;
import static dev.taskmeta.retention.GovernedContract.ended;
import static dev.taskmeta.retention.GovernedContract.left;
import static dev.taskmeta.retention.GovernedContract.put;
import static dev.taskmeta.retention.GovernedContract.query;
import static dev.taskmeta.retention.GovernedContract.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.RefusedValueException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.StatementLog;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the policies make of tasks. */
interface PolicyCleanupContract extends GovernedContract {

  @Test
  default void aPolicySaysHowLongItsTasksAreKept(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      List<String> at = store(backend, "at.once", 3, Duration.ofSeconds(5));
      List<String> month = store(backend, "month", 2, OLD);
      List<String> year = store(backend, "year", 2, OLD);
      List<String> never = store(backend, "never", 2, OLD);
      List<String> other = store(backend, "Month", 2, OLD);
      RetentionPolicy now = put(backend, RetentionPolicy.builder("at.*").keep(Duration.ZERO));
      RetentionPolicy days =
          put(backend, RetentionPolicy.builder("month").keep(Duration.ofDays(30)));
      put(backend, RetentionPolicy.builder("year").keep(Duration.ofDays(365)));
      put(backend, RetentionPolicy.builder("never"));

      CleanupReport report = cleaned(backend);

      assertThat(report.deleted())
          .isEqualTo(Map.of(String.valueOf(now.id()), 3L, String.valueOf(days.id()), 2L));
      assertThat(left(backend, at)).isEmpty();
      assertThat(left(backend, month)).isEmpty();
      assertThat(left(backend, year)).isEqualTo(year);
      assertThat(left(backend, never)).isEqualTo(never);
      assertThat(left(backend, other)).as("case matters").isEqualTo(other);
      assertThat(backend.get(never.get(0)).expiresAt()).isEmpty();
      assertThat(cleaned(backend).tasks()).isZero();
    }
  }

  @Test
  default void aTimeOfTheTasksOwnWinsOverEveryPolicy(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      backend.store(ended("own", "n", SUCCESS, OLD).resultExpires(Duration.ofHours(1)).build());
      backend.store(ended("forever", "n", SUCCESS, OLD).resultExpires(Duration.ZERO).build());
      backend.store(ended("policy", "n", SUCCESS, OLD).build());
      put(backend, RetentionPolicy.builder("*").keep(Duration.ZERO).priority(9));

      assertThat(cleaned(backend).tasks()).isEqualTo(1);
      assertThat(left(backend, List.of("own", "forever", "policy")))
          .containsExactly("own", "forever");
      Explanation explained = backend.retention().explain("own").orElseThrow();
      assertThat(explained.source()).isEqualTo("store");
      assertThat(explained.policy()).isEmpty();
      assertThat(explained.goesAt()).isEqualTo(backend.get("own").expiresAt());
    }
  }

  @Test
  default void aChangeTakesEffectAtTheNextCleanupForWhatIsStoredAlready(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = store(backend, "n", 5, OLD);
      RetentionPolicy policy = put(backend, RetentionPolicy.builder("n"));
      assertThat(cleaned(backend).tasks()).isZero();
      Explanation before = backend.retention().explain("n-0").orElseThrow();
      assertThat(before.applied()).isTrue();
      assertThat(before.goesAt()).isEmpty();

      put(backend, policy.toBuilder().keep(Duration.ofDays(60)));
      assertThat(cleaned(backend).tasks()).isZero();
      assertThat(backend.get("n-0").expiresAt())
          .contains(backend.get("n-0").finishedAt().orElseThrow().plus(Duration.ofDays(60)));

      put(backend, policy.toBuilder().keep(Duration.ofDays(60)).enabled(false));
      assertThat(cleaned(backend).tasks()).isEqualTo(5);
      assertThat(left(backend, ids)).as("result_expires has been past").isEmpty();
    }
  }

  @Test
  default void nothingIsRewrittenWhereNothingHasChanged(TestSchema schema) {
    StatementLog log = new StatementLog();
    try (ResultBackend writer = open(schema)) {
      store(writer, "n", 20, OLD);
      put(writer, RetentionPolicy.builder("n").keep(Duration.ofDays(365)));
      cleaned(writer);
    }
    try (ResultBackend backend =
        ResultBackend.builder()
            .dataSource(log.on(schema.dataSource()))
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .build()) {
      List<String> tokens = query(schema, "select task_id, expires_at, updated_at from task_meta");
      log.clear();
      assertThat(cleaned(backend).reviewed()).isZero();
      assertThat(log.statements())
          .noneMatch(sql -> sql.toLowerCase(Locale.ROOT).matches("(?s)\\s*update\\W+task_meta.*"));
      assertThat(query(schema, "select task_id, expires_at, updated_at from task_meta"))
          .containsExactlyInAnyOrderElementsOf(tokens);
      assertThat(query(schema, "select run_id from cleanup_run where rows_deleted > 0")).isEmpty();
    }
  }

  @Test
  default void unfinishedTasksAreKeptFromTheirLastUpdate(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      backend.store(TaskUpdate.builder("silent", STARTED).name("n").build());
      backend.store(TaskUpdate.builder("waits", PENDING).name("other").build());
      backend.store(
          TaskUpdate.builder("alive", STARTED).name("n").aliveFor(Duration.ofHours(1)).build());
      put(backend, RetentionPolicy.builder("n").keep(Duration.ZERO));
      await()
          .untilAsserted(
              () -> {
                cleaned(backend);
                assertThat(backend.exists("silent")).isFalse();
              });
      assertThat(left(backend, List.of("waits", "alive"))).containsExactly("waits", "alive");
    }
  }

  @Test
  default void aHeldTaskStaysUntilItIsReleased(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = store(backend, "n", 4, OLD);
      put(backend, RetentionPolicy.builder("n").keep(Duration.ZERO));
      schema.execute(
          "insert into task_hold (task_id, reason, held_by) values ('n-1', 'audit', 'me')");

      assertThat(cleaned(backend).tasks()).isEqualTo(3);
      assertThat(left(backend, ids)).containsExactly("n-1");
      Explanation explained = backend.retention().explain("n-1").orElseThrow();
      assertThat(explained.held()).isTrue();
      assertThat(explained.task().holds()).containsExactly("audit");
      assertThat(cleaned(backend).tasks()).isZero();

      schema.execute("update task_hold set released_at = held_at");
      assertThat(cleaned(backend).tasks()).isEqualTo(1);
    }
  }

  @Test
  default void aDryRunSaysWhatTheRunRemoves(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      store(backend, "month", 30, OLD);
      store(backend, "keep", 30, OLD);
      store(backend, "year", 30, OLD);
      backend.store(ended("own", "month", FAILURE, OLD).resultExpires(Duration.ZERO).build());
      put(backend, RetentionPolicy.builder("month").keep(Duration.ofDays(30)));
      put(backend, RetentionPolicy.builder("keep").keep(Duration.ofDays(30)).keepLast(4));
      put(backend, RetentionPolicy.builder("year").keep(Duration.ofDays(365)));
      schema.execute(
          "insert into task_hold (task_id, reason, held_by) values ('month-7', 'r', 'b')");

      CleanupReport before = backend.cleanupDryRun();
      assertThat(query(schema, "select count(*) from task_meta")).containsExactly("91");
      CleanupReport run = cleaned(backend);

      assertThat(rows(before)).isEqualTo(run.deleted());
      assertThat(before.tasks()).isEqualTo(29 + 26);
      assertThat(before.due()).allSatisfy(due -> assertThat(due.archived()).isFalse());
      assertThat(backend.cleanupDryRun().due()).isEmpty();

      // Once all is reviewed the database adds up by itself.
      schema.execute("update task_meta set expires_at = updated_at where name = 'year'");
      CleanupReport again = backend.cleanupDryRun();
      assertThat(again.tasks()).isEqualTo(30);
      assertThat(rows(again)).isEqualTo(cleaned(backend).deleted());
    }
  }

  private static Map<String, Long> rows(CleanupReport report) {
    return report.due().stream().collect(Collectors.toMap(DueTasks::expiresFrom, DueTasks::rows));
  }

  @Test
  default void aDryRunSaysHowMuchAndHowOld(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      TaskUpdate big = ended("big", "n", SUCCESS, OLD).result("x".repeat(9_000)).build();
      backend.store(big);
      put(backend, RetentionPolicy.builder("n").keep(Duration.ZERO));
      DueTasks due = backend.cleanupDryRun().due().get(0);
      assertThat(due.rows()).isEqualTo(1);
      assertThat(due.bytes()).isBetween(50L, 12_000L);
      assertThat(due.oldest()).isBefore(Instant.now().minus(Duration.ofDays(39)));
    }
  }

  @Test
  default void policiesAreStoredChangedAndRemoved(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      RetentionPolicy stored =
          put(
              backend,
              RetentionPolicy.builder("a*é")
                  .state(FAILURE)
                  .queue("q")
                  .keep(Duration.ofDays(3))
                  .keepLast(5)
                  .archive(Duration.ofDays(365), true)
                  .priority(-2)
                  .enabled(false)
                  .note("why"));
      assertThat(stored.id()).isPositive();
      assertThat(backend.retention().policies()).containsExactly(stored);
      assertThat(backend.retention().policy(stored.id())).contains(stored);

      RetentionPolicy changed =
          put(backend, stored.toBuilder().state(null).queue(null).delete().note(null));
      assertThat(changed.id()).isEqualTo(stored.id());
      assertThat(backend.retention().policies()).containsExactly(changed);
      assertThat(changed.action()).isEqualTo(RetentionPolicy.Action.DELETE);

      assertThat(backend.retention().remove(stored.id())).isTrue();
      assertThat(backend.retention().remove(stored.id())).isFalse();
      assertThatThrownBy(() -> backend.retention().put(changed))
          .isInstanceOf(RefusedValueException.class)
          .hasMessageContaining("policy_id")
          .hasMessageContaining(String.valueOf(changed.id()));
      assertThatThrownBy(() -> put(backend, RetentionPolicy.builder(" a")))
          .isInstanceOf(RefusedValueException.class)
          .hasMessageContaining("name_pattern");
      assertThatThrownBy(() -> put(backend, RetentionPolicy.builder("a").keepLast(3)))
          .hasMessageContaining("keep_last");
      assertThatThrownBy(
              () -> put(backend, RetentionPolicy.builder("a").keep(Duration.ofMillis(1))))
          .hasMessageContaining("keep_seconds");
    }
  }

  @Test
  default void aPolicyInPlainSqlIsEnough(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = store(backend, "sql.job", 3, OLD);
      schema.execute("insert into retention_policy (name_pattern) values ('sql.*')");
      assertThat(cleaned(backend).tasks()).isZero();
      assertThat(left(backend, ids)).as("for ever").isEqualTo(ids);
      schema.execute("update retention_policy set keep_seconds = 86400");
      assertThat(cleaned(backend).tasks()).isEqualTo(3);
    }
  }

  @Test
  default void explainsWhichPolicyWinsAndWhatTheNextCleanupDoes(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      backend.store(ended("t", "reports.x", SUCCESS, OLD).queue("q").build());
      RetentionPolicy all = put(backend, RetentionPolicy.builder("*").keep(Duration.ofDays(1)));
      RetentionPolicy named =
          put(backend, RetentionPolicy.builder("reports.*").keep(Duration.ofDays(90)));
      RetentionPolicy state =
          put(backend, RetentionPolicy.builder("rep*").state(SUCCESS).keep(Duration.ofDays(60)));
      put(backend, RetentionPolicy.builder("reports.*").priority(7).enabled(false));

      Explanation explained = backend.retention().explain("t").orElseThrow();
      assertThat(explained.policies()).containsExactly(state, named, all);
      assertThat(explained.policy()).contains(state);
      assertThat(explained.applied()).isFalse();
      Instant end = backend.get("t").finishedAt().orElseThrow();
      assertThat(explained.goesAt()).contains(end.plus(Duration.ofDays(60)));
      assertThat(backend.retention().explain("nobody")).isEmpty();

      cleaned(backend);
      assertThat(backend.retention().explain("t").orElseThrow().applied()).isTrue();
      assertThat(backend.get("t").expiresAt()).isEqualTo(explained.goesAt());
    }
  }

  @Test
  default void aRowThatIsStoredAgainMeanwhileSurvives(TestSchema schema) throws Exception {
    if (!hasPartitions(schema)) {
      // SQLite locks the whole database: nothing can come between.
      return;
    }
    try (ResultBackend backend = open(schema);
        Connection other = schema.connect()) {
      backend.store(ended("again", "n", FAILURE, OLD).build());
      backend.store(ended("gone", "n", FAILURE, OLD).build());
      put(backend, RetentionPolicy.builder("n").state(FAILURE).keep(Duration.ZERO));
      backend.cleanupDryRun();
      other.setAutoCommit(false);
      // Reviewed before, so that the removal alone meets the lock.
      schema.execute("update retention_policy set keep_seconds = null");
      cleaned(backend);
      try (Statement statement = other.createStatement()) {
        statement.execute("update task_meta set expires_at = updated_at");
        other.commit();
        statement.execute(
            "update task_meta set state = 'STARTED', finished_at = null, counted_state = null"
                + " where task_id = 'again'");
        CleanupReport report = backend.cleanup();
        assertThat(report.tasks()).as("it waits for nobody").isEqualTo(1);
        other.commit();
      }
      backend.cleanup();
      assertThat(left(backend, List.of("again", "gone"))).containsExactly("again");
    }
  }
}
