package dev.taskmeta.retention;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.SUCCESS;
import static dev.taskmeta.retention.GovernedContract.cleaned;
import static dev.taskmeta.retention.GovernedContract.ended;
import static dev.taskmeta.retention.GovernedContract.left;
import static dev.taskmeta.retention.GovernedContract.put;
import static dev.taskmeta.retention.GovernedContract.query;
import static dev.taskmeta.retention.GovernedContract.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskError;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a policy moves to the archive. */
interface ArchivingContract extends GovernedContract {

  @Test
  default void withoutAPartitionNothingOfThePolicyIsRemoved(TestSchema schema) {
    if (!hasPartitions(schema)) {
      return;
    }
    ResultBackend.open(schema.url()).close();
    try (ResultBackend backend =
        ResultBackend.builder()
            .url(schema.restrictedUrl())
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .set(Setting.SCHEMA_MODE, "validate")
            .build()) {
      List<String> archived = store(backend, "archived", 3, OLD);
      List<String> deleted = store(backend, "deleted", 3, OLD);
      put(backend, RetentionPolicy.builder("deleted").keep(Duration.ZERO));
      put(backend, RetentionPolicy.builder("archived").keep(Duration.ZERO).archive(null, false));

      CleanupReport report = backend.cleanup();

      assertThat(report.error().orElseThrow())
          .contains("that a policy archives", "no partition", "maintenance_backend");
      assertThat(report.complete()).isFalse();
      assertThat(left(backend, archived)).isEqualTo(archived);
      assertThat(left(backend, deleted)).isEmpty();
      assertThat(query(schema, "select error from cleanup_run where rows_deleted = 3"))
          .containsExactly(report.error().orElseThrow());
    }
  }

  @Test
  default void aPolicyMovesItsTasksToTheArchive(TestSchema schema) {
    try (ResultBackend backend = open(schema, Map.of(Setting.CLEANUP_BATCH_SIZE, "2"))) {
      List<String> ids = store(backend, "slim", 3, OLD);
      backend.store(
          ended("f", "full", FAILURE, OLD)
              .args(List.of(1))
              .queue("q")
              .error(TaskError.of("E", "message"))
              .build());
      RetentionPolicy slim =
          put(
              backend,
              RetentionPolicy.builder("slim")
                  .keep(Duration.ZERO)
                  .archive(Duration.ofDays(2), false));
      RetentionPolicy full =
          put(backend, RetentionPolicy.builder("full").keep(Duration.ZERO).archive(null, true));
      CleanupReport dry = backend.cleanupDryRun();
      assertThat(dry.due()).allSatisfy(due -> assertThat(due.archived()).isTrue());

      CleanupReport report = cleaned(backend);

      assertThat(report.deleted()).isEmpty();
      assertThat(report.archived())
          .isEqualTo(Map.of(String.valueOf(slim.id()), 3L, String.valueOf(full.id()), 1L));
      assertThat(dry.tasks()).isEqualTo(report.tasks());
      assertThat(left(backend, ids)).isEmpty();
      assertThat(
              query(
                  schema,
                  "select task_id, name, state, expires_from from task_archive"
                      + " where result is null and keep_until > archived_at order by task_id"))
          .containsExactlyElementsOf(
              ids.stream().map(id -> id + " slim SUCCESS " + slim.id()).toList());
      assertThat(
              query(
                  schema,
                  "select queue, error_type, args, error_message from task_archive"
                      + " where keep_until is null and result is not null"
                      + " and error_fingerprint is not null"))
          .containsExactly("q E [1] message");
      assertThat(query(schema, "select rows_archived from cleanup_run where rows_archived > 0"))
          .containsExactly("4");
    }
  }

  @Test
  default void whatIsBeyondTheLastOfItsNameIsArchivedToo(TestSchema schema) {
    try (ResultBackend backend = open(schema)) {
      List<String> ids = store(backend, "n", 5, OLD);
      backend.store(ended("other", "other", SUCCESS, OLD).resultExpires(Duration.ZERO).build());
      put(
          backend,
          RetentionPolicy.builder("n").keep(Duration.ZERO).keepLast(2).archive(null, false));
      assertThat(cleaned(backend).archived().values()).containsExactly(3L);
      assertThat(left(backend, ids)).isEqualTo(ids.subList(0, 2));
      assertThat(query(schema, "select task_id from task_archive order by task_id"))
          .containsExactlyElementsOf(ids.subList(2, 5));
    }
  }
}
