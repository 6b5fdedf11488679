package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.REVOKED;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a row may be removed, as every store stamps it. */
interface ExpiryContract extends Contract {

  private static void assertKept(TaskMeta meta, Duration time, String from) {
    assertThat(meta.expiresAt().orElseThrow())
        .isCloseTo(meta.updatedAt().orElseThrow().plus(time), within(2, ChronoUnit.SECONDS));
    assertThat(meta.expiresFrom()).contains(from);
  }

  @Test
  default void aReadyTaskIsKeptForADayByDefault() {
    for (TaskState state : List.of(SUCCESS, FAILURE, REVOKED)) {
      assertKept(stored(update(newId(), state)), Duration.ofDays(1), "default");
    }
  }

  @Test
  default void aReadyTaskAfterAnUnreadyOneIsKeptForADay() {
    String id = newId();
    store(id, STARTED);
    assertKept(stored(update(id, SUCCESS)), Duration.ofDays(1), "default");
  }

  @Test
  default void theSettingSaysHowLong() {
    try (ResultBackend backend = open(Map.of(Setting.RESULT_EXPIRES, "90min"))) {
      String id = newId();
      backend.store(update(id, PENDING).build());
      backend.store(update(id, SUCCESS).build());
      assertKept(backend.get(id), Duration.ofMinutes(90), "default");
    }
  }

  @Test
  default void zeroOrNoneOfTheSettingMeansForever() {
    for (String never : List.of("0", "none")) {
      try (ResultBackend backend = open(Map.of(Setting.RESULT_EXPIRES, never))) {
        String fresh = newId();
        String updated = newId();
        backend.store(update(fresh, SUCCESS).build());
        backend.store(update(updated, STARTED).build());
        backend.store(update(updated, FAILURE).build());
        for (String id : List.of(fresh, updated)) {
          assertThat(backend.get(id).expiresAt()).isEmpty();
          assertThat(backend.get(id).expiresFrom()).contains("default");
        }
      }
    }
  }

  @Test
  default void aStoreMayCarryItsOwnTime() {
    assertKept(
        stored(update(newId(), SUCCESS).resultExpires(Duration.ofDays(30))),
        Duration.ofDays(30),
        "store");
    String id = newId();
    store(id, STARTED);
    assertKept(
        stored(update(id, FAILURE).resultExpires(Duration.ofSeconds(900))),
        Duration.ofSeconds(900),
        "store");
  }

  @Test
  default void aStoreMayCarryAHundredYears() {
    String id = newId();
    Duration longest = Duration.ofDays(36_525);
    assertKept(stored(update(id, FAILURE).resultExpires(longest)), longest, "store");
    assertKept(stored(update(id, SUCCESS)), longest, "store");
  }

  @Test
  default void aPartOfASecondIsRoundedUp() {
    assertKept(
        stored(update(newId(), SUCCESS).resultExpires(Duration.ofMillis(7_200_001))),
        Duration.ofSeconds(7_201),
        "store");
  }

  @Test
  default void zeroOfAStoreMeansForever() {
    TaskMeta fresh = stored(update(newId(), SUCCESS).resultExpires(Duration.ZERO));
    String id = newId();
    store(id, STARTED);
    TaskMeta updated = stored(update(id, SUCCESS).resultExpires(Duration.ZERO));
    for (TaskMeta meta : List.of(fresh, updated)) {
      assertThat(meta.expiresAt()).isEmpty();
      assertThat(meta.expiresFrom()).contains("store");
    }
  }

  @Test
  default void whatAnEarlierStoreSaidHoldsForALaterOneThatSaysNothing() {
    String id = newId();
    stored(update(id, PENDING).resultExpires(Duration.ofHours(3)));
    store(id, STARTED);
    assertKept(stored(update(id, FAILURE)), Duration.ofHours(3), "store");
    assertKept(stored(update(id, SUCCESS)), Duration.ofHours(3), "store");
    String forever = newId();
    stored(update(forever, PENDING).resultExpires(Duration.ZERO));
    assertThat(stored(update(forever, SUCCESS)).expiresAt()).isEmpty();
    String changed = newId();
    stored(update(changed, PENDING).resultExpires(Duration.ofHours(3)));
    assertKept(
        stored(update(changed, SUCCESS).resultExpires(Duration.ofHours(5))),
        Duration.ofHours(5),
        "store");
  }

  @Test
  default void aTaskThatNeverFinishesIsKeptForAWeek() {
    for (TaskState state : List.of(PENDING, STARTED, Contract.PROGRESS)) {
      assertKept(stored(update(newId(), state)), Duration.ofDays(7), "default");
    }
  }

  @Test
  default void aTaskThatNeverFinishesIsKeptForAWeekFromItsEta() {
    Instant eta = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);
    assertThat(stored(update(newId(), PENDING).eta(eta)).expiresAt().orElseThrow())
        .isCloseTo(eta.plus(7, ChronoUnit.DAYS), within(2, ChronoUnit.SECONDS));
    Instant past = Instant.now().minus(30, ChronoUnit.DAYS);
    assertKept(stored(update(newId(), PENDING).eta(past)), Duration.ofDays(7), "default");
  }

  @Test
  default void theEndOfATaskForgetsItsEta() {
    Instant eta = Instant.now().plus(30, ChronoUnit.DAYS);
    assertKept(stored(update(newId(), SUCCESS).eta(eta)), Duration.ofDays(1), "default");
    String id = newId();
    stored(update(id, PENDING).eta(eta));
    assertKept(stored(update(id, REVOKED)), Duration.ofDays(1), "default");
  }

  @Test
  default void startAndProgressDoNotMoveTheExpiry() {
    String id = newId();
    TaskMeta pending = stored(update(id, PENDING).eta(Instant.now().plusSeconds(3600)));
    for (TaskState state : List.of(STARTED, Contract.PROGRESS, STARTED)) {
      TaskMeta after = stored(update(id, state));
      assertThat(after.expiresAt()).isEqualTo(pending.expiresAt());
      assertThat(after.updatedAt().orElseThrow())
          .isAfterOrEqualTo(pending.updatedAt().orElseThrow());
    }
  }

  @Test
  default void aNewAttemptAfterAFailureDoesNotMoveTheExpiry() {
    String id = newId();
    TaskMeta failed = stored(update(id, FAILURE));
    assertThat(stored(update(id, STARTED)).expiresAt()).isEqualTo(failed.expiresAt());
  }

  @Test
  default void anUpdateWithAnEtaMovesTheExpiryOfAnUnreadyTask() {
    String id = newId();
    store(id, PENDING);
    Instant eta = Instant.now().plus(20, ChronoUnit.DAYS);
    assertThat(stored(update(id, TaskState.RETRY).eta(eta)).expiresAt().orElseThrow())
        .isCloseTo(eta.plus(7, ChronoUnit.DAYS), within(2, ChronoUnit.SECONDS));
  }

  @Test
  default void unfinishedTasksMayBeKeptForever() {
    try (ResultBackend backend = open(Map.of(Setting.UNFINISHED_EXPIRES, "0"))) {
      String id = newId();
      backend.store(update(id, PENDING).eta(Instant.now()).build());
      backend.store(update(id, STARTED).build());
      assertThat(backend.get(id).expiresAt()).isEmpty();
      backend.store(update(id, SUCCESS).build());
      assertKept(backend.get(id), Duration.ofDays(1), "default");
    }
  }
}
