package dev.taskmeta.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.DatabaseTest;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of the policies say the same in Java and in the engine's SQL. */
interface PolicyContract extends DatabaseTest {

  @Test
  default void everyCaseComesOutAsInJava(TestSchema schema) {
    List<PolicyCases.Case> cases = PolicyCases.all();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
    try (ReviewedStore store = new ReviewedStore(schema)) {
      for (PolicyCases.Case one : cases) {
        assertThat(
                RetentionPolicy.winner(one.policies(), one.name(), one.state(), one.queue())
                    .map(RetentionPolicy::id))
            .as("in Java: %s", one)
            .isEqualTo(Optional.ofNullable(one.winner()));
        assertThat(inSql(store, one)).as("in SQL: %s", one).isEqualTo(one.winner());
      }
    }
  }

  private static Long inSql(ReviewedStore store, PolicyCases.Case one) {
    store.execute("delete from retention_policy");
    store.execute("delete from task_meta");
    for (RetentionPolicy policy : one.policies()) {
      store.policy(
          policy.id(),
          policy.namePattern(),
          policy.state() == null ? null : policy.state().name(),
          policy.queue(),
          "keep_seconds = 60, priority = %d, enabled = %b"
              .formatted(policy.priority(), policy.enabled()));
    }
    TaskUpdate.Builder task = TaskUpdate.builder("task", one.state());
    if (one.queue() != null) {
      task.queue(one.queue());
    }
    store.backend().store(task.build());
    // As a DBA may have written it: with white space that a store refuses.
    store.execute("update task_meta set name = ?", one.name());
    store.reviewAll();
    String from = store.value("select expires_from from task_meta");
    return from.equals("default") ? null : Long.valueOf(from);
  }

  @Test
  default void theWinnersTimeHoldsFromTheEndOn(TestSchema schema) {
    try (ReviewedStore store = new ReviewedStore(schema)) {
      store.policy(5, "*", null, null, "keep_seconds = 600");
      var finished =
          java.time.Instant.now()
              .minus(Duration.ofMinutes(3))
              .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
      store
          .backend()
          .store(TaskUpdate.builder("task", TaskState.SUCCESS).finishedAt(finished).build());
      store.reviewAll();
      assertThat(store.backend().get("task").expiresAt())
          .contains(finished.plus(Duration.ofMinutes(10)));
    }
  }
}
