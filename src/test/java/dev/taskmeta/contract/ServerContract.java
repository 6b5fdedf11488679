package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.StoreException;
import dev.taskmeta.testing.TcpProxy;
import dev.taskmeta.testing.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong between a client and a server. Left out on SQLite and memory://: they have none.
 */
interface ServerContract extends SqlContract {

  private ResultBackend.Builder through(TcpProxy proxy) {
    backend();
    return ResultBackend.builder()
        .dataSource(schema().dataSource(proxy))
        .set(Setting.SCHEMA_MODE, "validate");
  }

  @Test
  default void aStoreWhoseReplyWasLostIsTrue() throws Exception {
    String id = newId();
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema());
        ResultBackend backend = through(proxy).build()) {
      backend.store(update(id, STARTED).build());
      proxy.cutReplyTo("insert into");
      assertThat(backend.store(update(id, SUCCESS).result("first").build())).isTrue();
      assertThat(proxy.cuts()).isEqualTo(1);
      assertThat(backend.store(update(id, SUCCESS).result("second").build())).isFalse();
      assertThat(backend.get(id).result()).isEqualTo("first");
    }
  }

  @Test
  default void manyStoresWhoseCommitWasLostAreTrue() throws Exception {
    List<String> ids = newIds(10);
    store(update(ids.get(3), SUCCESS).result("before"));
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema());
        ResultBackend backend = through(proxy).build()) {
      if (schema().engine() == TestEngine.MYSQL) {
        // Where one is refused, all are stored in a transaction.
        proxy.cutReplyToCommit();
      } else {
        proxy.cutReplyTo("insert into");
      }
      List<Boolean> accepted =
          backend.storeAll(
              ids.stream().map(id -> update(id, SUCCESS).result("now").build()).toList());
      assertThat(proxy.cuts()).isEqualTo(1);
      List<Boolean> expected = new ArrayList<>(java.util.Collections.nCopies(10, true));
      expected.set(3, false);
      assertThat(accepted).isEqualTo(expected);
      assertThat(backend.get(ids.get(3)).result()).isEqualTo("before");
      assertThat(backend.get(ids.get(4)).result()).isEqualTo("now");
    }
  }

  @Test
  default void severalUpdatesOfOneTaskWhoseCommitWasLostAreTrue() throws Exception {
    String id = newId();
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema());
        ResultBackend backend = through(proxy).build()) {
      proxy.cutReplyToCommit();
      assertThat(
              backend.storeAll(
                  List.of(
                      update(id, STARTED).worker("w").build(),
                      update(id, SUCCESS).result("now").build())))
          .containsExactly(true, true);
      assertThat(proxy.cuts()).isEqualTo(1);
      assertThat(backend.get(id).result()).isEqualTo("now");
    }
  }

  @Test
  default void waitingSurvivesALostServer() throws Exception {
    String id = newId();
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema());
        ResultBackend backend = through(proxy).build()) {
      CompletableFuture<Object> future = backend.asyncResult(id).toFuture();
      int before = proxy.connections();
      await().until(() -> proxy.connections() > before);
      proxy.refuse();
      store(update(id, SUCCESS).result(5));
      proxy.accept();
      assertThat(future.get()).isEqualTo(5);
    }
  }

  @Test
  default void aStoreWithoutAServerFailsWithItsTaskAndStoresNothing() throws Exception {
    String id = newId();
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema());
        ResultBackend backend = through(proxy).build()) {
      proxy.refuse();
      assertThatThrownBy(() -> backend.store(update(id, SUCCESS).build()))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.isTransient()).isTrue();
                assertThat(e.taskId()).isEqualTo(id);
              })
          .hasMessageContaining(id);
      proxy.accept();
      assertThat(backend.exists(id)).isFalse();
      assertThat(backend.store(update(id, SUCCESS).build())).isTrue();
    }
  }

  @Test
  default void twoThousandWaitersNeedTwoConnections() throws Exception {
    List<String> ids = newIds(2_000);
    try (TcpProxy proxy = TcpProxy.inFrontOf(schema());
        ResultBackend backend = through(proxy).build()) {
      List<CompletableFuture<Object>> futures = new ArrayList<>();
      ids.forEach(id -> futures.add(backend.asyncResult(id).toFuture()));
      int before = proxy.connections();
      await()
          .until(
              () -> {
                // The data source has no pool: every look is a connection of its own.
                assertThat(proxy.openConnections()).isLessThanOrEqualTo(2);
                return proxy.connections() > before + 5;
              });
      for (int from = 0; from < ids.size(); from += 500) {
        backend()
            .storeAll(
                ids.subList(from, from + 500).stream()
                    .map(id -> update(id, SUCCESS).result(id).build())
                    .toList());
      }
      for (int at = 0; at < ids.size(); at++) {
        assertThat(futures.get(at).get()).isEqualTo(ids.get(at));
      }
    }
  }
}
