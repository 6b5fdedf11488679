package dev.taskmeta.retention;

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
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy keeps of each name, however old it is. */
interface KeepLastContract extends GovernedContract {

  Map<Setting, String> SMALL_BATCHES = Map.of(Setting.CLEANUP_BATCH_SIZE, "2");

  @Test
  default void theLastOfEachNameAreKept(TestSchema schema) {
    try (ResultBackend backend = open(schema, SMALL_BATCHES)) {
      List<String> one = store(backend, "keep.one", 7, OLD);
      List<String> other = store(backend, "keep.other", 2, OLD);
      List<String> fresh = store(backend, "keep.fresh", 6, Duration.ofSeconds(10));
      List<String> beside = store(backend, "beside", 6, OLD);
      put(backend, RetentionPolicy.builder("beside"));
      RetentionPolicy policy =
          put(backend, RetentionPolicy.builder("keep.*").keep(Duration.ofDays(30)).keepLast(3));

      CleanupReport report = cleaned(backend);

      assertThat(report.deleted()).isEqualTo(Map.of(String.valueOf(policy.id()), 4L));
      assertThat(left(backend, one)).as("the newest").isEqualTo(one.subList(0, 3));
      assertThat(left(backend, other)).isEqualTo(other);
      assertThat(left(backend, fresh)).isEqualTo(fresh);
      assertThat(left(backend, beside)).isEqualTo(beside);
      assertThat(cleaned(backend).tasks()).isZero();
    }
  }

  /** An empty name, as only plain SQL can write it, is a name beside having none. */
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "***"})
  default void starsAloneAreAlsoForTasksWithoutAName(
      String stars, TestSchema byJava, TestSchema byProcedure) throws Exception {
    try (ResultBackend backend = open(byJava, SMALL_BATCHES)) {
      storeUnnamed(backend, byJava, stars);

      assertThat(backend.cleanupDryRun().tasks()).isEqualTo(8);
      assertThat(cleaned(backend).tasks()).isEqualTo(8);
      assertThat(query(byJava, LEFT)).containsExactly("empty-0", "named-0", "unnamed-0");
      assertThat(backend.cleanupDryRun().due()).isEmpty();
    }
    if (byProcedure.engine() != TestEngine.SQLITE) {
      try (ResultBackend backend = open(byProcedure)) {
        storeUnnamed(backend, byProcedure, stars);
      }
      Procedures.make(
          byProcedure,
          Procedures.settings(byProcedure).set(Setting.CLEANUP_BATCH_SIZE, "2").build());
      byProcedure.execute(Procedures.CALL);
      assertThat(query(byProcedure, LEFT)).containsExactly("empty-0", "named-0", "unnamed-0");
    }
  }

  String LEFT = "select task_id from task_meta order by task_id";

  private static void storeUnnamed(ResultBackend backend, TestSchema schema, String stars) {
    store(backend, "named", 2, OLD);
    store(backend, "empty", 4, OLD);
    List<TaskUpdate> unnamed = new ArrayList<>();
    for (int at = 0; at < 5; at++) {
      unnamed.add(ended("unnamed-" + at, "n", SUCCESS, OLD.plusSeconds(at)).name(null).build());
    }
    backend.storeAll(unnamed);
    schema.execute("update task_meta set name = '' where name = 'empty'");
    put(backend, RetentionPolicy.builder(stars).keep(Duration.ZERO).keepLast(1));
  }
}
