package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.StatementLog;
import dev.taskmeta.testing.TestEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What a server undoes for a reason that passes is repeated, once, and nothing is lost. Left out on
 * SQLite and memory://: they lock no rows and have no sessions.
 */
interface RetryContract extends SqlContract {

  private ResultBackend logged(StatementLog log) {
    backend();
    return ResultBackend.builder()
        .dataSource(log.on(schema().dataSource()))
        .set(Setting.SCHEMA_MODE, "off")
        .set(Setting.CLEANUP_SCHEDULE, "off")
        .build();
  }

  /** Begins work that will wait for a lock, in a thread of its own. */
  private static <T> CompletableFuture<T> begin(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
  }

  /** Gives tasks to another queue in the transaction of a connection, which locks them. */
  private static void move(Connection connection, Collection<String> ids) throws SQLException {
    String sql = "update task_meta set queue = 'moved' where task_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (String id : ids) {
        statement.setString(1, id);
        assertThat(statement.executeUpdate()).isEqualTo(1);
      }
    }
  }

  private List<TaskUpdate> successes(Collection<String> ids) {
    return ids.stream().map(id -> update(id, SUCCESS).result("of " + id).build()).toList();
  }

  private void assertStoredAndMoved(Collection<String> ids) {
    for (TaskMeta meta : backend().getMany(ids).values()) {
      assertThat(meta.result()).isEqualTo("of " + meta.taskId());
      assertThat(meta.queue()).as("what the other transaction wrote").contains("moved");
      assertThat(store(update(meta.taskId(), SUCCESS).result("again"))).isFalse();
    }
  }

  @Test
  default void aBatchThatFellVictimToADeadlockIsStored() throws Exception {
    StatementLog log = new StatementLog();
    try (ResultBackend backend = logged(log)) {
      int tries = 0;
      // PostgreSQL may also choose the other transaction, if this machine is slow.
      while (!deadlock(backend, log)) {
        assertThat(++tries).as("the batch was never the victim").isLessThan(10);
      }
    }
  }

  /** Returns whether the batch was the victim. */
  private boolean deadlock(ResultBackend backend, StatementLog log) throws Exception {
    List<String> ids = newIds(2).stream().sorted().toList();
    List<String> heavy = newIds(100);
    backend.storeAll(ids.stream().map(id -> TaskUpdate.of(id, STARTED)).toList());
    backend.storeAll(heavy.stream().map(id -> TaskUpdate.of(id, STARTED)).toList());
    log.clear();
    try (Connection other = schema().connect()) {
      other.setAutoCommit(false);
      // MySQL and MariaDB end the transaction that has changed less.
      move(other, heavy);
      move(other, ids.subList(1, 2));
      CompletableFuture<List<Boolean>> stored = begin(() -> backend.storeAll(successes(ids)));
      await().until(() -> isLocked(ids.get(0)));
      try {
        move(other, ids.subList(0, 1));
      } catch (SQLException e) {
        other.rollback();
        assertThat(stored.get()).containsExactly(true, true);
        return false;
      }
      other.commit();
      assertThat(stored.get()).containsExactly(true, true);
    }
    assertThat(log.failures()).hasSize(1);
    assertStoredAndMoved(ids);
    return true;
  }

  private boolean isLocked(String id) throws SQLException {
    String sql = "select task_id from task_meta where task_id = ? for update nowait";
    try (Connection probe = schema().connect();
        PreparedStatement statement = probe.prepareStatement(sql)) {
      statement.setString(1, id);
      statement.executeQuery();
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  @Test
  default void aStoreWhoseSessionWasKilledIsRepeated() throws Exception {
    String id = newId();
    store(id, STARTED);
    killedWhileWaiting(
        List.of(id), backend -> List.of(backend.store(successes(List.of(id)).get(0))));
  }

  @Test
  default void aBatchWhoseSessionWasKilledIsRepeated() throws Exception {
    List<String> ids = newIds(5);
    ids.forEach(id -> store(id, STARTED));
    killedWhileWaiting(ids, backend -> backend.storeAll(successes(ids)));
  }

  private void killedWhileWaiting(
      List<String> ids, java.util.function.Function<ResultBackend, List<Boolean>> store)
      throws Exception {
    StatementLog log = new StatementLog();
    try (ResultBackend backend = logged(log);
        Connection other = schema().connect()) {
      log.clear();
      other.setAutoCommit(false);
      move(other, ids);
      CompletableFuture<List<Boolean>> stored = begin(() -> store.apply(backend));
      await().until(() -> kill(waiting()) > 0);
      await().until(() -> !log.failures().isEmpty());
      assertThat(stored).isNotDone();
      other.commit();
      assertThat(stored.get()).containsOnly(true).hasSize(ids.size());
      assertThat(log.failures()).hasSize(1);
    }
    assertStoredAndMoved(ids);
  }

  @Test
  default void aStoreAfterAllSessionsWereKilledSucceedsAtOnce() throws Exception {
    List<String> ids = newIds(8);
    try (ResultBackend backend = builder().build()) {
      for (int round = 0; round < 3; round++) {
        // So many at once fill the pool.
        Race.atOnce(32, reader -> backend.storeAll(List.of(TaskUpdate.of(newId(), STARTED))));
        assertThat(kill(others())).isPositive();
        String id = ids.get(round);
        assertThat(backend.store(update(id, SUCCESS).result(id).build())).isTrue();
        assertThat(backend.get(id).result()).isEqualTo(id);
      }
    }
  }

  /** The sessions that wait for a lock of a row, or at least are about to. */
  private List<String> waiting() {
    return query(
        schema().engine() == TestEngine.POSTGRESQL
            ? "select pid from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'"
            : "select id from information_schema.processlist"
                + " where db = database() and info like 'insert into%'");
  }

  private List<String> others() {
    return query(
        schema().engine() == TestEngine.POSTGRESQL
            ? "select pid from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()"
            : "select id from information_schema.processlist"
                + " where db = database() and id <> connection_id()");
  }

  /** Ends sessions; returns how many were there to end. */
  private int kill(List<String> sessions) throws SQLException {
    int killed = 0;
    try (Connection connection = schema().connect();
        Statement statement = connection.createStatement()) {
      for (String session : sessions) {
        try {
          statement.execute(
              schema().engine() == TestEngine.POSTGRESQL
                  ? "select pg_terminate_backend(%s)".formatted(session)
                  : "kill " + session);
          killed++;
        } catch (SQLException e) {
          // The session has ended by itself.
        }
      }
    }
    return killed;
  }
}
