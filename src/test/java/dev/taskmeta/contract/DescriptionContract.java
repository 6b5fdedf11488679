package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.IGNORED;
import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.REJECTED;
import static dev.taskmeta.TaskState.RETRY;
import static dev.taskmeta.TaskState.REVOKED;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.taskmeta.Payload;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What an accepted update keeps of a row, and what it replaces. */
interface DescriptionContract extends Contract {

  Instant CREATED = Instant.parse("2026-03-08T07:30:00.123456Z");

  /** Carries every description and attempt field. */
  static TaskUpdate.Builder full(Contract contract, TaskUpdate.Builder update) {
    return update
        .name("app.tasks.add")
        .args(List.of(10, "zwanzig", Map.of("x", 1)))
        .kwargs(Map.of("debug", true))
        .queue("default")
        .parentId("parent-1")
        .rootId("root-1")
        .groupId("group-1")
        .createdAt(CREATED)
        .eta(CREATED.plusSeconds(60))
        .worker("worker@host:1")
        .retries(2)
        .startedAt(CREATED.plusSeconds(61));
  }

  @Test
  default void anUpdateKeepsTheDescriptionAndTheAttemptItDoesNotCarry() {
    String id = newId();
    TaskMeta before = stored(full(this, update(id, PENDING)));
    for (TaskState state : List.of(RETRY, Contract.PROGRESS, FAILURE, SUCCESS)) {
      TaskMeta after = stored(update(id, state));
      assertThat(after.name()).contains("app.tasks.add");
      assertThat(after.args()).isEqualTo(before.args()).isPresent();
      assertThat(after.kwargs()).contains(Map.of("debug", true));
      assertThat(after.queue()).contains("default");
      assertThat(after.parentId()).contains("parent-1");
      assertThat(after.rootId()).contains("root-1");
      assertThat(after.groupId()).contains("group-1");
      assertThat(after.createdAt()).contains(CREATED);
      assertThat(after.eta()).contains(CREATED.plusSeconds(60));
      assertThat(after.worker()).contains("worker@host:1");
      assertThat(after.retries()).contains(2);
      assertThat(after.startedAt()).contains(CREATED.plusSeconds(61));
    }
  }

  @Test
  default void anUpdateReplacesTheDescriptionAndTheAttemptItCarries() {
    String id = newId();
    store(full(this, update(id, PENDING)));
    TaskMeta after =
        stored(
            update(id, STARTED)
                .name("n2")
                .args(List.of())
                .kwargs(Map.of())
                .queue("q2")
                .parentId("p2")
                .rootId("r2")
                .groupId("g2")
                .eta(CREATED.plusSeconds(2))
                .worker("w2")
                .retries(0)
                .startedAt(CREATED.plusSeconds(3)));
    assertThat(after.name()).contains("n2");
    assertThat(after.args()).contains(List.of());
    assertThat(after.kwargs()).contains(Map.of());
    assertThat(after.queue()).contains("q2");
    assertThat(after.parentId()).contains("p2");
    assertThat(after.rootId()).contains("r2");
    assertThat(after.groupId()).contains("g2");
    assertThat(after.eta()).contains(CREATED.plusSeconds(2));
    assertThat(after.worker()).contains("w2");
    assertThat(after.retries()).contains(0);
    assertThat(after.startedAt()).contains(CREATED.plusSeconds(3));
  }

  @Test
  default void aSuccessAfterARetryHasNoTraceback() {
    String id = newId();
    TaskMeta retry =
        stored(update(id, RETRY).failure(new IllegalStateException("try again")).retries(1));
    assertThat(retry.traceback()).isPresent();
    assertThat(retry.errorType()).contains("java.lang.IllegalStateException");
    TaskMeta success = stored(update(id, SUCCESS).result(1));
    assertThat(success.traceback()).isEmpty();
    assertThat(success.errorType()).isEmpty();
    assertThat(success.errorFingerprint()).isEmpty();
    assertThat(success.errorMessage()).isEmpty();
    assertThat(success.error()).isEmpty();
    assertThat(success.result()).isEqualTo(1);
    assertThat(success.retries()).contains(1);
  }

  @Test
  default void aNewAttemptAfterAFailureHasNoOutcomeOfTheOld() {
    String id = newId();
    assertThat(stored(update(id, FAILURE).failure(new IllegalStateException("x"))).finishedAt())
        .isPresent();
    TaskMeta started = stored(update(id, STARTED));
    assertThat(started.finishedAt()).isEmpty();
    assertThat(started.traceback()).isEmpty();
    assertThat(started.error()).isEmpty();
    assertThat(started.payload()).isEmpty();
    assertThat(started.ready()).isFalse();
  }

  @Test
  default void anUpdateWithoutAResultLeavesNoneBehind() {
    String id = newId();
    assertThat(stored(update(id, Contract.PROGRESS).result(Map.of("percent", 50))).result())
        .isEqualTo(Map.of("percent", 50));
    TaskMeta after = stored(update(id, STARTED));
    assertThat(after.hasResult()).isFalse();
    assertThat(after.payload()).isEmpty();
    TaskMeta bytes = stored(update(id, Contract.PROGRESS).result(new byte[] {0, 1}));
    assertThat(bytes.payload().orElseThrow().contentType()).isEqualTo(Payload.BYTES);
    TaskMeta json = stored(update(id, SUCCESS).result("text"));
    assertThat(json.payload().orElseThrow().contentType()).isEqualTo(Payload.JSON);
    assertThat(json.result()).isEqualTo("text");
  }

  @Test
  default void finishedIsSetExactlyInReadyStates() {
    for (TaskState state : TransitionContract.STATES) {
      TaskMeta meta = stored(update(newId(), state));
      assertThat(meta.finishedAt().isPresent()).as("%s", state).isEqualTo(state.isReady());
      assertThat(meta.startedAt().isPresent()).as("%s", state).isEqualTo(state.equals(STARTED));
    }
    Instant end = CREATED.plusSeconds(99);
    assertThat(stored(update(newId(), SUCCESS).finishedAt(end)).finishedAt()).contains(end);
  }

  @Test
  default void argumentsAreReplacedAsAPairOfColumns() {
    String id = newId();
    String unportable = "a\0b";
    stored(update(id, PENDING).args(List.of("plain")).kwargs(Map.of("k", unportable)));
    TaskMeta second = stored(update(id, STARTED).args(List.of(unportable)).kwargs(Map.of("k", 1)));
    assertThat(second.args()).contains(List.of(unportable));
    assertThat(second.kwargs()).contains(Map.of("k", 1));
    TaskMeta kept = stored(update(id, Contract.PROGRESS));
    assertThat(kept.args()).contains(List.of(unportable));
    assertThat(kept.kwargs()).contains(Map.of("k", 1));
    TaskMeta third = stored(update(id, RETRY).args(List.of("again")).kwargs(Map.of("k", "x\0")));
    assertThat(third.args()).contains(List.of("again"));
    assertThat(third.kwargs()).contains(Map.of("k", "x\0"));
  }

  @Test
  default void theEarliestCreationWins() {
    String id = newId();
    stored(update(id, PENDING).createdAt(CREATED));
    assertThat(stored(update(id, STARTED).createdAt(CREATED.plusSeconds(1))).createdAt())
        .contains(CREATED);
    Instant earlier = CREATED.minus(1, ChronoUnit.MICROS);
    assertThat(stored(update(id, RETRY).createdAt(earlier)).createdAt()).contains(earlier);
    assertThat(stored(update(id, SUCCESS)).createdAt()).contains(earlier);
  }

  @Test
  default void aSettledTaskIsNotAliveAnyMore() {
    for (TaskState state : List.of(SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED)) {
      String id = newId();
      TaskMeta started = stored(update(id, STARTED).aliveFor(Duration.ofHours(1)));
      Instant until = started.aliveUntil().orElseThrow();
      assertThat(until)
          .isCloseTo(
              started.updatedAt().orElseThrow().plusSeconds(3600), within(2, ChronoUnit.SECONDS));
      assertThat(stored(update(id, Contract.PROGRESS)).aliveUntil()).contains(until);
      assertThat(stored(update(id, state)).aliveUntil()).as("%s", state).isEmpty();
    }
  }

  @Test
  default void aSettledTaskIsNeverStoredAlive() {
    for (TaskState state : List.of(SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED)) {
      TaskMeta meta = stored(update(newId(), state).aliveFor(Duration.ofHours(1)));
      assertThat(meta.aliveUntil()).as("%s", state).isEmpty();
    }
  }

  @Test
  default void keepAliveRenewsTheUnreadyAlone() {
    String running = newId();
    String ended = newId();
    store(update(running, STARTED).aliveFor(Duration.ofMinutes(1)));
    store(update(ended, SUCCESS));
    TaskMeta before = backend().get(running);
    int alive = backend().keepAlive(List.of(running, ended, newId()), Duration.ofHours(2));
    assertThat(alive).isEqualTo(1);
    TaskMeta after = backend().get(running);
    assertThat(after.aliveUntil().orElseThrow())
        .isAfter(before.aliveUntil().orElseThrow().plusSeconds(3600));
    assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
    assertThat(backend().get(ended).aliveUntil()).isEmpty();
  }

  @Test
  default void theStoreTakesItsOwnClockForUpdatesAndTheWorkersForTheRest() {
    Instant wrong = Instant.parse("2001-01-01T00:00:00.000001Z");
    try (ResultBackend late = builder().clock(Clock.fixed(wrong, ZoneOffset.UTC)).build()) {
      String id = newId();
      late.store(update(id, STARTED).aliveFor(Duration.ofHours(1)).build());
      late.store(update(id, SUCCESS).build());
      TaskMeta meta = late.get(id);
      assertThat(meta.createdAt()).contains(wrong);
      assertThat(meta.startedAt()).contains(wrong);
      assertThat(meta.finishedAt()).contains(wrong);
      Instant now = Instant.now();
      assertThat(meta.updatedAt().orElseThrow()).isCloseTo(now, within(1, ChronoUnit.HOURS));
      assertThat(meta.expiresAt().orElseThrow())
          .isCloseTo(now.plus(1, ChronoUnit.DAYS), within(1, ChronoUnit.HOURS));
    }
  }

  @Test
  default void withoutResultExtendedNoDescriptionIsStored() {
    try (ResultBackend plain = open(Map.of(Setting.RESULT_EXTENDED, "false"))) {
      String id = newId();
      plain.store(full(this, update(id, SUCCESS)).result(1).build());
      TaskMeta meta = plain.get(id);
      assertThat(meta.name()).isEmpty();
      assertThat(meta.args()).isEmpty();
      assertThat(meta.kwargs()).isEmpty();
      assertThat(meta.worker()).isEmpty();
      assertThat(meta.retries()).isEmpty();
      assertThat(meta.queue()).isEmpty();
      assertThat(meta.parentId()).contains("parent-1");
      assertThat(meta.result()).isEqualTo(1);
    }
  }

  @Test
  default void timesAreKeptToTheMicrosecondAndInTheFarthestYears() {
    for (String text :
        List.of(
            "1000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999Z",
            "2026-03-08T07:30:00.000001Z",
            "2026-11-01T05:30:00.123456Z",
            "9999-12-31T23:59:59.999999Z")) {
      Instant time = Instant.parse(text);
      TaskMeta meta =
          stored(
              update(newId(), SUCCESS).createdAt(time).startedAt(time).finishedAt(time).eta(time));
      assertThat(meta.createdAt()).contains(time);
      assertThat(meta.startedAt()).contains(time);
      assertThat(meta.finishedAt()).contains(time);
      assertThat(meta.eta()).contains(time);
    }
    Instant nanos = Instant.parse("2026-05-05T05:05:05.123456789Z");
    assertThat(stored(update(newId(), PENDING).createdAt(nanos)).createdAt())
        .contains(nanos.truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  default void anErrorWithoutTracebackReplacesOneWith() {
    String id = newId();
    stored(update(id, FAILURE).failure(new IllegalStateException("first")));
    TaskMeta second = stored(update(id, FAILURE).error(TaskError.of("Other", "second")));
    assertThat(second.traceback()).isEmpty();
    assertThat(second.errorType()).contains("Other");
    assertThat(second.errorFingerprint()).contains(TaskError.of("Other", "second").fingerprint());
    assertThat(second.errorMessage()).contains("second");
    TaskMeta revoked = stored(update(id, REVOKED));
    assertThat(revoked.error()).isEmpty();
    assertThat(revoked.payload()).isEmpty();
  }

  @Test
  default void updatesOfOneCallThatCarryDifferentFieldsDoNotTouchEachOther() {
    List<UnaryOperator<TaskUpdate.Builder>> changes =
        List.of(
            update -> update.name("changed"),
            update -> update.args(List.of("changed")),
            update -> update.kwargs(Map.of("changed", "\0")),
            update -> update.queue("changed"),
            update -> update.parentId("changed"),
            update -> update.rootId("changed"),
            update -> update.groupId("changed"),
            update -> update.createdAt(CREATED.minusSeconds(1)),
            update -> update.eta(CREATED.plusSeconds(1)),
            update -> update.worker("changed"),
            update -> update.retries(7),
            update -> update.startedAt(CREATED.plusSeconds(2)),
            update -> update.aliveFor(Duration.ofHours(1)),
            update -> update.result("changed"),
            update -> update.result(new byte[] {1}),
            update -> update.error(TaskError.of("changed", "changed")),
            update -> update.traceback("changed"),
            update -> update);
    List<String> ids = newIds(changes.size());
    List<String> references = newIds(changes.size());
    List<TaskUpdate> together = new ArrayList<>();
    for (int at = 0; at < changes.size(); at++) {
      for (String id : List.of(ids.get(at), references.get(at))) {
        store(full(this, update(id, PENDING)).aliveFor(Duration.ofHours(2)));
      }
      together.add(changes.get(at).apply(update(ids.get(at), Contract.PROGRESS)).build());
      store(changes.get(at).apply(update(references.get(at), Contract.PROGRESS)));
    }
    assertThat(backend().storeAll(together)).containsOnly(true);
    for (int at = 0; at < changes.size(); at++) {
      assertThat(withoutClock(backend().get(ids.get(at))))
          .as("change %d", at)
          .isEqualTo(withoutClock(backend().get(references.get(at))));
    }
  }

  private static Map<String, String> withoutClock(TaskMeta meta) {
    Map<String, String> facts = TransitionContract.facts(meta);
    facts.keySet().removeAll(List.of("updated", "expires", "alive until"));
    facts.put("alive", meta.aliveUntil().isPresent() + "");
    facts.put(
        "alive for over an hour",
        "" + meta.aliveUntil().orElseThrow().isAfter(Instant.now().plusSeconds(4_000)));
    return facts;
  }
}
