package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.StoreException;
import dev.taskmeta.TaskUpdate;
import dev.taskmeta.testing.StatementLog;
import dev.taskmeta.testing.TestDatabase;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

/** Somebody else holds the lock of the SQLite file for longer than the driver waits. */
class SqliteBusyTest {

  private static final int BUSY = 5;

  private final StatementLog log = new StatementLog();
  private final TestSchema schema = TestDatabase.sqlite().newSchema();
  private Connection holder;

  @BeforeEach
  void holdTheFile() throws SQLException {
    ResultBackend.open(schema.url()).close();
    holder = schema.connect();
    execute("begin immediate");
  }

  @AfterEach
  void close() throws SQLException {
    holder.close();
    schema.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = holder.createStatement()) {
      statement.execute(sql);
    }
  }

  private ResultBackend impatient(int retries) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(schema.jdbcUrl() + "?busy_timeout=1");
    return ResultBackend.builder()
        .dataSource(log.on(source))
        .set(Setting.SCHEMA_MODE, "off")
        .set(Setting.CLEANUP_SCHEDULE, "off")
        .set(Setting.RESULT_BACKEND_MAX_RETRIES, String.valueOf(retries))
        .set(Setting.RESULT_BACKEND_MAX_SLEEP_BETWEEN_RETRIES_MS, "10")
        .build();
  }

  private static TaskUpdate success(String id) {
    return TaskUpdate.builder(id, SUCCESS).result("of " + id).build();
  }

  private void awaitBusy() {
    await().until(() -> log.failures().size() >= 2);
    assertThat(log.failures()).allSatisfy(e -> assertThat(e.getErrorCode() & 0xff).isEqualTo(BUSY));
  }

  @Test
  void aStoreIsRepeatedUntilTheFileIsFree() throws Exception {
    try (ResultBackend backend = impatient(1_000_000)) {
      CompletableFuture<Boolean> stored =
          CompletableFuture.supplyAsync(
              () -> backend.store(success("a")), work -> new Thread(work).start());
      awaitBusy();
      assertThat(stored).isNotDone();
      execute("commit");
      assertThat(stored.get()).isTrue();
      assertThat(backend.get("a").result()).isEqualTo("of a");
      assertThat(backend.store(success("a"))).isFalse();
    }
  }

  @Test
  void aBatchIsRepeatedUntilTheFileIsFree() throws Exception {
    try (ResultBackend backend = impatient(1_000_000)) {
      List<CompletableFuture<Boolean>> stored = new ArrayList<>();
      for (int at = 0; at < 100; at++) {
        stored.add(backend.storeAsync(success("task-" + at)));
      }
      awaitBusy();
      assertThat(stored).noneMatch(CompletableFuture::isDone);
      execute("commit");
      for (int at = 0; at < 100; at++) {
        assertThat(stored.get(at).get()).isTrue();
        assertThat(backend.get("task-" + at).result()).isEqualTo("of task-" + at);
      }
    }
  }

  @Test
  void aStoreThatRanOutOfRepetitionsStoresNothing() throws Exception {
    try (ResultBackend backend = impatient(2)) {
      assertThatThrownBy(() -> backend.store(success("a")))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.isTransient()).isTrue();
                assertThat(e.taskId()).isEqualTo("a");
              });
      assertThat(log.failures()).hasSize(3);
      execute("commit");
      assertThat(backend.exists("a")).isFalse();
      assertThat(backend.store(success("a"))).isTrue();
    }
  }
}
