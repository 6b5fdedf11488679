package dev.taskmeta.retention;

import static dev.taskmeta.retention.GovernedContract.cleaned;
import static dev.taskmeta.retention.GovernedContract.ended;
import static dev.taskmeta.retention.GovernedContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The procedure's sweep looks at a page of tasks before it locks those that it changes. */
interface SweepContract extends GovernedContract {

  /** By then the procedure waits for the next lock. */
  long UNTIL_IT_WAITS = 500;

  @Test
  default void aTaskThatIsStoredAnewMeanwhileIsCountedByItsOwnReview(TestSchema schema)
      throws Exception {
    try (ResultBackend backend = open(schema)) {
      Procedures.make(schema, Procedures.settings(schema).build());
      backend.store(failure("a").build());
      backend.store(failure("b").build());
      cleaned(backend);
      // What the sweep has to count waits for the counts of its day.
      backend.store(failure("b").retries(2).build());
      backend.retention().put(RetentionPolicy.builder("n").keep(Duration.ofDays(400)).build());
      sweepWhileStored(schema, backend);
      cleaned(backend);
    }
    // The first a, which nobody has counted out; b; the second a.
    assertThat(query(schema, "select sum(failed), sum(succeeded), sum(retries) from task_daily"))
        .containsExactly("2 1 2");
  }

  private static void sweepWhileStored(TestSchema schema, ResultBackend backend) throws Exception {
    try (Connection deleting = changed(schema, "delete from task_meta where task_id = 'a'");
        Connection changing =
            changed(schema, "update task_meta set worker = 'w' where task_id = 'b'");
        Connection counting = changed(schema, "update task_daily set retries = retries")) {
      CompletableFuture<Void> swept =
          CompletableFuture.runAsync(() -> schema.execute(Procedures.CALL));
      Thread.sleep(UNTIL_IT_WAITS);
      deleting.commit();
      Thread.sleep(UNTIL_IT_WAITS);
      assertThat(backend.store(failure("a").build())).isTrue();
      changing.commit();
      Thread.sleep(UNTIL_IT_WAITS);
      CompletableFuture<Boolean> succeeded =
          backend.storeAsync(ended("a", "n", TaskState.SUCCESS, OLD).build());
      Thread.sleep(UNTIL_IT_WAITS);
      counting.commit();
      swept.get(1, TimeUnit.MINUTES);
      assertThat(succeeded.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static TaskUpdate.Builder failure(String id) {
    return ended(id, "n", TaskState.FAILURE, OLD);
  }

  /** A connection with an open transaction that has changed something. */
  private static Connection changed(TestSchema schema, String sql) throws SQLException {
    Connection connection = schema.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return connection;
  }
}
