package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.retention.CleanupReport;
import dev.taskmeta.testing.TestEngine;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Several backends on one database, as in several processes. Left out on memory://: no two backends
 * share one.
 */
interface ClusterContract extends SqlContract {

  @Test
  default void anotherBackendReadsWhatOneHasStored() {
    String id = newId();
    store(DescriptionContract.full(this, update(id, SUCCESS)).result(Map.of("answer", 42)));
    backend().saveGroup("group-" + id, List.of(id), null);
    try (ResultBackend other = builder().build()) {
      TransitionContract.assertSame(backend().get(id), other.get(id));
      assertThat(other.asyncResult(id).get(Duration.ZERO)).isEqualTo(Map.of("answer", 42));
      assertThat(other.restoreGroup("group-" + id).orElseThrow().ids()).containsExactly(id);
      assertThat(other.store(update(id, SUCCESS).build())).isFalse();
    }
  }

  @Test
  default void aStoreOfAnotherBackendWakesWaiters() throws Exception {
    String id = newId();
    CompletableFuture<Object> future = backend().asyncResult(id).toFuture();
    CompletableFuture<Object> waiter =
        CompletableFuture.supplyAsync(() -> backend().asyncResult(id).get(Duration.ofSeconds(30)));
    try (ResultBackend other = builder().build()) {
      other.store(update(id, SUCCESS).result(7).build());
    }
    assertThat(future.get()).isEqualTo(7);
    assertThat(waiter.get()).isEqualTo(7);
  }

  @Test
  default void anyNumberOfWaitersTakesTwoConnectionsAtMost() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(schema().dataSource());
    config.setMinimumIdle(0);
    backend();
    try (HikariDataSource pool = new HikariDataSource(config);
        ResultBackend waiting =
            ResultBackend.builder()
                .dataSource(pool)
                .set(Setting.SCHEMA_MODE, "off")
                .set(Setting.CLEANUP_SCHEDULE, "off")
                .build()) {
      List<String> ids = newIds(1_000);
      List<CompletableFuture<Object>> futures =
          ids.stream().map(id -> waiting.asyncResult(id).toFuture()).toList();
      ids.forEach(id -> backend().storeAsync(update(id, SUCCESS).result(id).build()));
      for (int at = 0; at < ids.size(); at++) {
        assertThat(futures.get(at).get()).isEqualTo(ids.get(at));
      }
      // None of them has been idle for long enough to be closed.
      assertThat(pool.getHikariPoolMXBean().getTotalConnections())
          .isLessThanOrEqualTo(schema().engine() == TestEngine.POSTGRESQL ? 2 : 1);
    }
  }

  @Test
  default void aCleanupElsewhereIsWaitedOutAndADeadOneReplaced() {
    try (ResultBackend backend =
        open(Map.of(Setting.CLEANUP_SCHEDULE, "off", Setting.RESULT_EXPIRES, "1s"))) {
      String id = newId();
      backend.store(update(id, SUCCESS).build());
      await().until(() -> backend.cleanupDryRun().tasks() > 0);
      leaseUntil("2999-01-01");
      CleanupReport busy = backend.cleanup();
      assertThat(busy.busy()).isTrue();
      assertThat(backend.exists(id)).isTrue();
      leaseUntil("2001-01-01");
      assertThat(backend.cleanup().busy()).isFalse();
      assertThat(backend.exists(id)).isFalse();
    }
  }

  private void leaseUntil(String day) {
    String time =
        schema().engine() == TestEngine.SQLITE ? day + "T00:00:00.000000Z" : day + " 00:00:00";
    schema()
        .execute(
            "update maintenance_lease set holder = 'somebody', held_until = '%s'".formatted(time));
  }

  /**
   * One connection has stored an expired row again and not yet committed, another removes what has
   * expired: the row must stay.
   */
  @Test
  default void aRowStoredAgainBetweenThePickAndTheDeleteSurvives() throws Exception {
    try (ResultBackend shortLived =
            open(Map.of(Setting.CLEANUP_SCHEDULE, "off", Setting.RESULT_EXPIRES, "1s"));
        Connection connection = schema().connect()) {
      List<String> ids = newIds(2);
      ids.forEach(id -> shortLived.store(update(id, FAILURE).build()));
      shortLived.cleanup();
      await().until(() -> shortLived.cleanupDryRun().tasks() == 2);
      connection.setAutoCommit(false);
      assertThat(backend().joining(connection).store(update(ids.get(0), SUCCESS).result(1).build()))
          .isTrue();
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<CleanupReport> cleanup =
          CompletableFuture.supplyAsync(
              () -> {
                begun.countDown();
                return shortLived.cleanup();
              });
      begun.await();
      // The delete waits for the row, or passes it by; in either case it must not take it.
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      connection.commit();
      assertThat(cleanup.get().busy())
          .as(() -> "lease: " + query("select holder from maintenance_lease"))
          .isFalse();
      assertThat(backend().get(ids.get(0)).result()).isEqualTo(1);
      shortLived.cleanup();
      assertThat(backend().exists(ids.get(1))).isFalse();
      assertThat(backend().get(ids.get(0)).result()).isEqualTo(1);
    }
  }

  @Test
  default void anExpiredRowStoredAgainBeforeTheCleanupStays() {
    try (ResultBackend shortLived =
        open(Map.of(Setting.CLEANUP_SCHEDULE, "off", Setting.RESULT_EXPIRES, "1s"))) {
      String id = newId();
      shortLived.store(update(id, FAILURE).build());
      await().until(() -> shortLived.cleanupDryRun().tasks() > 0);
      store(update(id, STARTED));
      store(update(id, SUCCESS).result(2));
      shortLived.cleanup();
      assertThat(backend().get(id).result()).isEqualTo(2);
    }
  }

  @Test
  default void twoBackendsStoreTheSameTasksInOppositeOrder() throws Exception {
    List<String> ids = newIds(40);
    List<String> reversed = Stream.iterate(39, at -> at - 1).limit(40).map(ids::get).toList();
    try (ResultBackend other = builder().build()) {
      List<Boolean> done =
          Race.atOnce(
              8,
              writer -> {
                ResultBackend backend = writer % 2 == 0 ? backend() : other;
                List<String> order = writer % 2 == 0 ? ids : reversed;
                for (int round = 0; round < 10; round++) {
                  backend.storeAll(order.stream().map(id -> update(id, STARTED).build()).toList());
                }
                return true;
              });
      assertThat(done).containsOnly(true);
    }
  }

  @Test
  default void groupsSavedByTwoAtOnceAreWhole() throws Exception {
    String groupId = newId();
    List<List<String>> members = List.of(newIds(700), newIds(20), newIds(0), newIds(501));
    Race.atOnce(
        8,
        writer -> {
          for (int round = 0; round < 5; round++) {
            backend().saveGroup(groupId, members.get(writer % 4), null);
            assertThat(members).contains(backend().group(groupId).orElseThrow().taskIds());
          }
          return true;
        });
  }
}
