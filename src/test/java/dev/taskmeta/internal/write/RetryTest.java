package dev.taskmeta.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.StoreException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RetryTest {

  private final AtomicInteger calls = new AtomicInteger();
  private final Retry retry =
      new Retry(
          Settings.builder()
              .set(Setting.RESULT_BACKEND_MAX_RETRIES, "3")
              .set(Setting.RESULT_BACKEND_BASE_SLEEP_BETWEEN_RETRIES_MS, "1")
              .set(Setting.RESULT_BACKEND_MAX_SLEEP_BETWEEN_RETRIES_MS, "2")
              .build());

  @Test
  void whatPassesIsRepeatedUntilItSucceeds() {
    assertThat(retry.call(failing(2, new StoreException("a", "deadlock", true, null)))).isTrue();
    assertThat(calls).hasValue(3);
  }

  @Test
  void theLastFailureIsThrownWhenTheRepetitionsAreUsedUp() {
    StoreException deadlock = new StoreException("a", "deadlock", true, null);
    assertThatThrownBy(() -> retry.call(failing(9, deadlock))).isSameAs(deadlock);
    assertThat(calls).hasValue(4);
  }

  @Test
  void whatStaysIsNotRepeated() {
    StoreException denied = new StoreException("a", "permission denied", false, null);
    assertThatThrownBy(() -> retry.call(failing(9, denied))).isSameAs(denied);
    assertThat(calls).hasValue(1);
  }

  @Test
  void aDatabaseThatThePoolCouldNotReachIsNotAskedAgain() {
    StoreException away = new BackendUnavailableException("away", true, null);
    assertThatThrownBy(() -> retry.call(failing(9, away))).isSameAs(away);
    assertThat(calls).hasValue(1);
  }

  @Test
  void inTheCallersTransactionNothingIsRepeated() {
    StoreException deadlock = new StoreException("a", "deadlock", true, null);
    assertThatThrownBy(() -> Retry.never().call(failing(9, deadlock))).isSameAs(deadlock);
    assertThat(calls).hasValue(1);
  }

  private Supplier<Boolean> failing(int times, StoreException failure) {
    return () -> {
      if (calls.incrementAndGet() <= times) {
        throw failure;
      }
      return true;
    };
  }
}
