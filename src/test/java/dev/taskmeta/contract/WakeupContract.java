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

  @Test
  default void announcementsWakeWaitersOfAnotherBackend() throws Exception {
    try (ResultBackend waiting = open(WaitContract.NO_POLLING)) {
      CompletableFuture<Object> first = waiting.asyncResult(newId()).toFuture();
      await().until(() -> listeners().size() == 1);
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
    await().until(() -> listeners().isEmpty());
  }

  @Test
  default void aListenerWhoseConnectionDiesIsMadeAgain() throws Exception {
    try (ResultBackend waiting = open(WaitContract.NO_POLLING);
        ResultBackend other = builder().build()) {
      String missed = newId();
      String heard = newId();
      CompletableFuture<Object> future = waiting.asyncResult(missed).toFuture();
      CompletableFuture<Object> later = waiting.asyncResult(heard).toFuture();
      await().until(() -> listeners().size() == 1);
      String dead = listeners().get(0);
      query("select pg_terminate_backend(?::int)", dead);
      other.store(update(missed, SUCCESS).result(1).build());
      assertThat(future.get()).isEqualTo(1);
      await().until(() -> listeners().size() == 1 && !listeners().contains(dead));
      other.store(update(heard, SUCCESS).result(2).build());
      assertThat(later.get()).isEqualTo(2);
    }
  }

  /** The sessions of this database that listen and have not read anything yet. */
  private List<@Nullable String> listeners() {
    return query(
        "select pid from pg_stat_activity where datname = current_database()"
            + " and query like 'listen %'");
  }
}
