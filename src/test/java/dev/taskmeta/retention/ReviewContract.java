package dev.taskmeta.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.StatementLog;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a review counts tasks, and how long it lets them stay. */
interface ReviewContract extends DatabaseTest {

  Instant MONDAY = Instant.parse("2026-11-23T10:00:00.123456Z");
  Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));

  private static TaskUpdate.Builder task(String id, TaskState state) {
    TaskUpdate.Builder task = TaskUpdate.builder(id, state).name("add").queue("q");
    return state.isReady() ? task.finishedAt(MONDAY) : task;
  }

  private static List<String> counts(ReviewedStore store) {
    return store.query(
        "select day, name, queue, succeeded, failed, revoked, retries, runs, run_micros,"
            + " longest_micros from task_daily order by day, name, queue");
  }

  @Test
  default void anOutcomeIsCountedOnceOnItsDay(TestSchema schema) {
    try (ReviewedStore store = new ReviewedStore(schema)) {
      store
          .backend()
          .store(
              task("a", TaskState.SUCCESS).startedAt(MONDAY.minusMillis(1500)).retries(2).build());
      store.backend().store(TaskUpdate.builder("b", TaskState.REVOKED).finishedAt(TUESDAY).build());
      store.backend().store(task("c", TaskState.STARTED).build());
      store.reviewAll();
      store.execute("update task_meta set review_at = updated_at");
      store.reviewAll();
      assertThat(counts(store))
          .containsExactly(
              "2026-11-23|add|q|1|0|0|2|1|1500000|1500000", "2026-11-24|||0|0|1|0|0|0|null");
      assertThat(store.query("select name, bucket, n from task_daily_runtime"))
          .containsExactly("add|20|1");
      assertThat(store.query("select task_id from task_meta where review_at is not null"))
          .isEmpty();
    }
  }

  @Test
  default void anEndThatWasNotTheLastIsTakenBack(TestSchema schema) {
    try (ReviewedStore store = new ReviewedStore(schema)) {
      store.backend().store(task("a", TaskState.FAILURE).retries(3).build());
      store.reviewAll();
      assertThat(counts(store)).containsExactly("2026-11-23|add|q|0|1|0|3|0|0|null");
      store.backend().store(task("a", TaskState.FAILURE).finishedAt(TUESDAY).retries(4).build());
      store.reviewAll();
      assertThat(counts(store))
          .containsExactly(
              "2026-11-23|add|q|0|0|0|0|0|0|null", "2026-11-24|add|q|0|1|0|4|0|0|null");
      store.backend().store(task("a", TaskState.STARTED).startedAt(MONDAY.minusSeconds(1)).build());
      store.reviewAll();
      assertThat(counts(store).get(1)).isEqualTo("2026-11-24|add|q|0|0|0|0|0|0|null");
      store.backend().store(task("a", TaskState.SUCCESS).queue("r").build());
      store.reviewAll();
      assertThat(counts(store)).contains("2026-11-23|add|r|1|0|0|4|1|1000000|1000000").hasSize(3);
    }
  }

  @Test
  default void whatIsForgottenIsCounted(TestSchema schema) {
    try (ReviewedStore store = new ReviewedStore(schema)) {
      store.backend().store(task("uncounted", TaskState.SUCCESS).build());
      store.backend().store(task("again", TaskState.FAILURE).build());
      store.backend().store(task("counted", TaskState.REVOKED).build());
      assertThat(store.backend().forget("uncounted")).isTrue();
      assertThat(store.backend().forget("uncounted")).isFalse();
      store.reviewAll();
      store.backend().store(task("again", TaskState.STARTED).build());
      assertThat(store.backend().forget(List.of("again", "counted", "unknown"))).isEqualTo(2);
      assertThat(counts(store)).containsExactly("2026-11-23|add|q|1|0|1|0|0|0|null");
    }
  }

  private static String keptUntil(ReviewedStore store, String id) {
    return store.value("select expires_from from task_meta where task_id = ?", id)
        + " "
        + store.backend().get(id).expiresAt().map(Instant::toString).orElse("never");
  }

  @Test
  default void aPolicyHoldsUntilItIsChangedOrGone(TestSchema schema) {
    try (ReviewedStore store = new ReviewedStore(schema)) {
      Instant finished = Instant.parse("2026-11-23T10:00:00Z");
      store.backend().store(task("a", TaskState.SUCCESS).finishedAt(finished).build());
      store
          .backend()
          .store(task("own", TaskState.SUCCESS).resultExpires(Duration.ofDays(9)).build());
      store.policy(1, "a*", null, null, "keep_seconds = 60");
      store.reviewAll();
      assertThat(keptUntil(store, "a")).isEqualTo("1 2026-11-23T10:01:00Z");
      assertThat(keptUntil(store, "own")).startsWith("store ");
      store.execute("update retention_policy set keep_seconds = null");
      store.reviewAll();
      assertThat(keptUntil(store, "a")).isEqualTo("1 never");
      store.execute("update retention_policy set keep_seconds = 0");
      store.reviewAll();
      assertThat(keptUntil(store, "a")).isEqualTo("1 2026-11-23T10:00:00Z");
      store.execute("update retention_policy set keep_last = 5");
      store.reviewAll();
      assertThat(keptUntil(store, "a")).isEqualTo("1 never");
      store.execute("update retention_policy set enabled = ?", false);
      store.reviewAll();
      assertThat(keptUntil(store, "a")).isEqualTo("default 2026-11-23T11:00:00Z");
    }
  }

  @Test
  default void anUnfinishedTaskIsLookedAtAgain(TestSchema schema) {
    try (ReviewedStore store = new ReviewedStore(schema)) {
      store.backend().store(task("a", TaskState.STARTED).build());
      store.policy(1, "*", "SUCCESS", null, "keep_seconds = 60");
      store.reviewAll();
      assertThat(store.value("select review_at from task_meta")).isEqualTo("null");
      assertThat(keptUntil(store, "a")).startsWith("default ");
      store.policy(2, "*", "PROGRESS", null, "keep_seconds = 600");
      store.reviewAll();
      assertThat(store.value("select review_at from task_meta")).isNotEqualTo("null");
      assertThat(keptUntil(store, "a")).startsWith("default ");
      store.backend().store(task("a", TaskState.of("PROGRESS")).build());
      store.execute("update task_meta set review_at = created_at");
      store.reviewAll();
      assertThat(keptUntil(store, "a"))
          .isEqualTo(
              "2 "
                  + store
                      .backend()
                      .get("a")
                      .updatedAt()
                      .orElseThrow()
                      .plus(Duration.ofMinutes(10)));
    }
  }

  @Test
  default void aSweepGoesOnWhereItWasAndChangesNothingThatIsRight(TestSchema schema) {
    StatementLog log = new StatementLog();
    try (ReviewedStore store = new ReviewedStore(schema);
        var other = store.open(log.on(schema.dataSource()))) {
      for (int at = 0; at < 7; at++) {
        store.backend().store(task("a" + at, TaskState.SUCCESS).build());
      }
      store.policy(1, "a*", null, null, "keep_seconds = 60");
      assertThat(store.retention().applyPolicies()).isTrue();
      assertThat(store.retention().sweep(3)).isEqualTo(3);
      assertThat(store.value("select sweep_after from maintenance_lease")).isEqualTo("a2");
      assertThat(other.retention().orElseThrow().applyPolicies()).isTrue();
      assertThat(other.retention().orElseThrow().sweep(3)).isEqualTo(3);
      assertThat(store.query("select task_id from task_meta where expires_from <> '1'"))
          .containsExactly("a6");
      assertThat(store.retention().sweep(3)).isEqualTo(1);
      assertThat(store.retention().applyPolicies()).isFalse();
      store.policy(2, "*", null, null, "keep_seconds = 60");
      log.clear();
      assertThat(other.retention().orElseThrow().applyPolicies()).isTrue();
      assertThat(other.retention().orElseThrow().sweep(100)).isEqualTo(7);
      assertThat(log.statements())
          .isNotEmpty()
          .noneMatch(
              statement ->
                  statement.startsWith("with picked")
                      || statement.startsWith("update") && statement.contains("task_meta"));
    }
  }

  @Test
  default void oddTimesStopNoReview(TestSchema schema) {
    try (ReviewedStore store = new ReviewedStore(schema)) {
      Instant late = Instant.parse("9999-12-31T23:59:59Z");
      store.policy(1, "*", null, null, "keep_seconds = 60");
      store.policy(2, "long", null, null, "keep_seconds = 9000000000000000000");
      store
          .backend()
          .store(task("late", TaskState.SUCCESS).startedAt(MONDAY).finishedAt(late).build());
      store
          .backend()
          .store(task("back", TaskState.SUCCESS).startedAt(TUESDAY).finishedAt(MONDAY).build());
      store.backend().store(task("long", TaskState.SUCCESS).name("long").build());
      store.reviewAll();
      assertThat(keptUntil(store, "late")).isEqualTo("1 never");
      assertThat(keptUntil(store, "long")).isEqualTo("2 never");
      assertThat(counts(store))
          .containsExactly(
              "2026-11-23|add|q|1|0|0|0|1|0|0",
              "2026-11-23|long|q|1|0|0|0|0|0|null",
              "9999-12-31|add|q|1|0|0|0|1|31622400000000|31622400000000");
    }
  }
}
