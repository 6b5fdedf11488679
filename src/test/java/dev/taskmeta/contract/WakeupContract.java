package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskmeta.ResultBackend;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How one backend tells another of ended tasks, where the server can; no looks help here. */
interface WakeupContract extends SqlContract {

  /** A backend whose sessions the server knows by a name, and which no look helps. */
  private ResultBackend waiting(String name) {
    backend();
    ResultBackend.Builder builder =
        ResultBackend.builder().url(schema().url() + "?application_name=" + name);
    WaitContract.NO_POLLING.forEach(builder::set);
    return builder.build();
  }

  @Test
  default void announcementsWakeWaitersOfAnotherBackend() throws Exception {
    String name = "announced-" + newId();
    try (ResultBackend waiting = waiting(name)) {
      CompletableFuture<Object> first = waiting.asyncResult(newId()).toFuture();
      await().until(() -> listeners(name).size() == 1);
      List<String> ids = newIds(300);
      List<CompletableFuture<Object>> futures =
          ids.stream().map(id -> waiting.asyncResult(id).toFuture()).toList();
      CompletableFuture<Object> blocked =
          CompletableFuture.supplyAsync(
              () -> waiting.asyncResult(ids.get(0)).get(WaitContract.SOON));
      try (ResultBackend other = builder().build()) {
        ids.forEach(id -> other.store(update(id, STARTED).build()));
        ids.forEach(id -> other.storeAsync(update(id, SUCCESS).result(id).build()));
      }
      for (int at = 0; at < ids.size(); at++) {
        assertThat(futures.get(at).get()).isEqualTo(ids.get(at));
      }
      assertThat(blocked.get()).isEqualTo(ids.get(0));
      assertThat(first).isNotDone();
    }
    await().until(() -> sessions(name).isEmpty());
  }

  @Test
  default void aListenerWhoseConnectionDiesIsMadeAgain() throws Exception {
    String name = "killed-" + newId();
    try (ResultBackend waiting = waiting(name);
        ResultBackend other = builder().build()) {
      String missed = newId();
      String heard = newId();
      CompletableFuture<Object> future = waiting.asyncResult(missed).toFuture();
      CompletableFuture<Object> later = waiting.asyncResult(heard).toFuture();
      await().until(() -> listeners(name).size() == 1);
      String dead = listeners(name).get(0);
      query("select pg_terminate_backend(?::int)", dead);
      other.store(update(missed, SUCCESS).result(1).build());
      assertThat(future.get()).isEqualTo(1);
      assertThat(sessions(name)).doesNotContain(dead);
      other.store(update(heard, SUCCESS).result(2).build());
      assertThat(later.get()).isEqualTo(2);
    }
  }

  /** Those of the sessions that listen and have not read anything since. */
  private List<@Nullable String> listeners(String name) {
    return query(
        "select pid from pg_stat_activity where application_name = ? and query like 'listen %'",
        name);
  }

  private List<@Nullable String> sessions(String name) {
    return query("select pid from pg_stat_activity where application_name = ?", name);
  }
}
