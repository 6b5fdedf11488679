package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.ResultOperations;
import dev.taskmeta.TaskHeldException;
import dev.taskmeta.retention.HoldQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Holds that come by SQL. Left out on memory://: it has no connections. */
interface SqlHoldContract extends SqlContract {

  @Test
  default void inTheCallersTransactionNothingOfARefusedCallIsRemoved() throws SQLException {
    List<String> ids = newIds(2);
    String more = newId();
    ids.forEach(id -> store(id, SUCCESS));
    backend().holds().add(ids.subList(1, 2), "audit");
    try (Connection connection = schema().connect()) {
      connection.setAutoCommit(false);
      ResultOperations mine = backend().joining(connection);
      mine.store(update(more, STARTED).build());
      assertThatThrownBy(() -> mine.forget(ids)).isInstanceOf(TaskHeldException.class);
      assertThat(mine.exists(ids.get(0))).isTrue();
      connection.commit();
    }
    assertThat(ids).allMatch(backend()::exists);
    assertThat(backend().exists(more)).as("his transaction went on").isTrue();
  }

  @Test
  default void aRowWithAnIdAndAReasonIsAHold() throws SQLException {
    String id = newId();
    store(id, SUCCESS);
    try (Connection connection = schema().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into task_hold (task_id, reason) values ('%s', 'by hand')".formatted(id));
    }
    assertThatThrownBy(() -> backend().forget(id)).hasMessageContaining("by hand");
    var holds = backend().holds().list(HoldQuery.newest(1).withTaskIds(List.of(id)));
    assertThat(holds.get(0).heldBy()).isNotEmpty();
    assertThat(holds.get(0).heldAt()).isNotNull();
  }

  @Test
  default void aHoldThatIsCommittedWhileForgetWaitsIsSeen() throws Exception {
    String id = newId();
    store(id, SUCCESS);
    CompletableFuture<Boolean> forgotten;
    try (Connection connection = schema().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // The row is locked before forget begins: it cannot remove it before the hold is there.
      statement.execute("update task_meta set queue = 'mine' where task_id = '%s'".formatted(id));
      forgotten = CompletableFuture.supplyAsync(() -> backend().forget(id));
      statement.execute(
          "insert into task_hold (task_id, reason) values ('%s', 'late')".formatted(id));
      connection.commit();
    }
    assertThatThrownBy(forgotten::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TaskHeldException.class);
    assertThat(backend().get(id).queue()).contains("mine");
  }
}
