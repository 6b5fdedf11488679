package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.CodecException;
import dev.taskmeta.ConfigurationException;
import dev.taskmeta.ResultOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The caller's own transaction. Left out on memory://: it has no connections. */
interface TransactionContract extends SqlContract {

  private Connection transaction() throws SQLException {
    Connection connection = schema().connect();
    connection.setAutoCommit(false);
    return connection;
  }

  @Test
  default void whatIsStoredHoldsFromTheCallersCommitOn() throws SQLException {
    String id = newId();
    try (Connection connection = transaction()) {
      ResultOperations mine = backend().joining(connection);
      assertThat(mine.store(update(id, SUCCESS).result(1).build())).isTrue();
      assertThat(mine.get(id).result()).as("read your own writes").isEqualTo(1);
      assertThat(backend().exists(id)).as("nobody else sees it").isFalse();
      connection.commit();
      assertThat(connection.isClosed()).isFalse();
      assertThat(connection.getAutoCommit()).isFalse();
    }
    assertThat(backend().get(id).result()).isEqualTo(1);
  }

  @Test
  default void whatIsStoredIsGoneAfterTheCallersRollback() throws SQLException {
    String id = newId();
    String there = newId();
    String groupId = newId();
    store(there, STARTED);
    try (Connection connection = transaction()) {
      ResultOperations mine = backend().joining(connection);
      mine.storeAll(
          List.of(
              update(id, STARTED).build(),
              update(id, SUCCESS).build(),
              update(there, SUCCESS).build()));
      mine.saveGroup(groupId, List.of(id, there), null);
      assertThat(mine.groupProgress(groupId).completedCount()).isEqualTo(2);
      assertThat(mine.forget(there)).isTrue();
      assertThat(mine.exists(there)).isFalse();
      connection.rollback();
    }
    assertThat(backend().exists(id)).isFalse();
    assertThat(backend().get(there).state()).isEqualTo(STARTED);
    assertThat(backend().group(groupId)).isEmpty();
  }

  @Test
  default void theCallersOwnStatementsAreOfTheSameTransaction() throws SQLException {
    String id = newId();
    try (Connection connection = transaction()) {
      ResultOperations mine = backend().joining(connection);
      mine.store(update(id, STARTED).build());
      try (var statement =
          connection.prepareStatement("update task_meta set queue = 'mine' where task_id = ?")) {
        statement.setString(1, id);
        assertThat(statement.executeUpdate()).isEqualTo(1);
      }
      assertThat(mine.get(id).queue()).contains("mine");
      connection.commit();
    }
    assertThat(backend().get(id).queue()).contains("mine");
  }

  @Test
  default void aRefusedValueLeavesTheTransactionUsable() throws SQLException {
    String id = newId();
    try (Connection connection = transaction()) {
      ResultOperations mine = backend().joining(connection);
      mine.store(update(id, STARTED).build());
      assertThatThrownBy(() -> mine.store(update(id, SUCCESS).result(Double.NaN).build()))
          .isInstanceOf(CodecException.class);
      assertThat(mine.store(update(id, SUCCESS).result(2).build())).isTrue();
      assertThat(mine.store(update(id, SUCCESS).result(3).build())).isFalse();
      connection.commit();
    }
    assertThat(backend().get(id).result()).isEqualTo(2);
  }

  @Test
  default void aConnectionThatCommitsByItselfIsRefused() throws SQLException {
    String id = newId();
    try (Connection connection = schema().connect()) {
      ResultOperations mine = backend().joining(connection);
      assertThatThrownBy(() -> mine.store(update(id, SUCCESS).build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("setAutoCommit(false)");
    }
    assertThat(backend().exists(id)).isFalse();
  }
}
