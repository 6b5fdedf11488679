package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.PENDING;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.CodecException;
import dev.taskmeta.Payload;
import dev.taskmeta.RefusedValueException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskmetaException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused, how the refusal reads, and that nothing is half-stored. */
interface RefusalContract extends Contract {

  /** Nothing to write. */
  final class Opaque {}

  private static void assertRefused(ThrowingCallable call, String field, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedValueException.class, e -> assertThat(e.field()).isEqualTo(field))
        .hasMessageContaining(field)
        .satisfies(e -> List.of(words).forEach(word -> assertThat(e).hasMessageContaining(word)));
  }

  @Test
  default void overLongValuesAreRefusedWithSizeAndLimit() {
    String id = newId();
    String tooLong = "😀".repeat(256);
    assertRefused(() -> update(tooLong, PENDING), "task_id", "256", "255", "code points");
    assertRefused(() -> update(id, PENDING).name(tooLong), "name", id, "256", "255", "shorten");
    assertRefused(() -> update(id, PENDING).queue(tooLong), "queue", id, "256", "255");
    assertRefused(() -> update(id, PENDING).worker(tooLong), "worker", id, "256", "255");
    assertRefused(() -> update(id, PENDING).parentId(tooLong), "parent_id", id, "256", "255");
    assertRefused(() -> update(id, PENDING).rootId(tooLong), "root_id", id, "256", "255");
    assertRefused(() -> update(id, PENDING).groupId(tooLong), "group_id", id, "256", "255");
    assertRefused(() -> update(id, SUCCESS).result(1, tooLong), "content_type", id, "256", "255");
    assertRefused(() -> TaskState.of("😀".repeat(51)), "state", "51", "50");
    assertRefused(() -> backend().saveGroup(tooLong, List.of(), null), "group_id", "256", "255");
    assertThat(backend().exists(id)).isFalse();
  }

  @Test
  default void theLongestStateIsStored() {
    TaskState longest = TaskState.of("😀".repeat(50));
    assertThat(stored(update(newId(), longest)).state()).isEqualTo(longest);
  }

  @Test
  default void whiteSpaceInIdsIsRefused() {
    for (String id : List.of(" a", "a ", "a b", "a\tb", "a\n", "\u00a0a", "a\u2003", "a\u3000b")) {
      assertRefused(() -> update(id, PENDING), "task_id", "white space");
      assertRefused(() -> backend().get(id), "task_id", "white space");
      assertRefused(() -> backend().exists(id), "task_id", "white space");
      assertRefused(() -> backend().forget(id), "task_id", "white space");
      assertRefused(() -> backend().asyncResult(id), "task_id", "white space");
      assertRefused(() -> backend().children(id), "task_id", "white space");
      assertRefused(() -> backend().getMany(List.of("fine", id)), "task_id", "white space");
      assertRefused(() -> backend().saveGroup(id, List.of(), null), "group_id", "white space");
      assertRefused(() -> backend().saveGroup("g", List.of(id), null), "task_id", "white space");
      assertRefused(() -> update("x", PENDING).parentId(id), "parent_id", "white space");
    }
  }

  @Test
  default void whiteSpaceAtTheEndsOfNamesIsRefused() {
    String id = newId();
    assertRefused(() -> update(id, PENDING).name(" x"), "name", id, "trim");
    assertRefused(() -> update(id, PENDING).name("x "), "name", id, "trim");
    assertRefused(() -> update(id, PENDING).queue("x\t"), "queue", id, "trim");
    assertRefused(() -> update(id, PENDING).worker("\nx"), "worker", id, "trim");
    assertRefused(() -> TaskState.of("DONE "), "state", "trim");
    assertThat(stored(update(id, PENDING).name("two words")).name()).contains("two words");
  }

  @Test
  default void whatNoDatabaseKeepsIsRefusedInIdsAndNames() {
    assertRefused(() -> update("a\0b", PENDING), "task_id", "U+0000");
    assertRefused(() -> update("a\uD800", PENDING), "task_id", "surrogate");
    assertRefused(() -> update("a", PENDING).name("x\0y"), "name", "U+0000");
    assertRefused(() -> update("", PENDING), "task_id", "empty");
    assertRefused(() -> update("a", PENDING).name(""), "name", "empty");
    assertRefused(() -> update("a", PENDING).retries(-1), "retries", "-1");
    assertRefused(
        () -> update("a", PENDING).eta(Instant.parse("+10000-01-01T00:00:00Z")), "eta", "9999");
    assertRefused(
        () -> update("a", PENDING).createdAt(Instant.parse("0999-12-31T23:59:59Z")),
        "created_at",
        "1000");
    assertRefused(
        () -> update("a", PENDING).resultExpires(Duration.ofSeconds(-1)), "keep_seconds", "100");
    assertRefused(() -> update("a", STARTED).aliveFor(Duration.ZERO), "alive_until", "zero");
  }

  @Test
  default void whatContradictsItselfIsRefused() {
    assertRefused(
        () -> update("a", SUCCESS).result(1).error(TaskError.of("E", "m")).build(), "result");
    assertRefused(() -> update("a", SUCCESS).error(TaskError.of("E", "m")).build(), "error");
    assertRefused(
        () -> update("a", STARTED).finishedAt(Instant.EPOCH).build(), "finished_at", "STARTED");
  }

  @Test
  default void resultsOverTheCapAreRefused() {
    try (ResultBackend small = open(Map.of(Setting.RESULT_MAX_BYTES, "1000"))) {
      String id = newId();
      for (Object value : List.of("x".repeat(999), "é".repeat(500), new byte[1_001])) {
        assertRefused(
            () -> small.store(update(id, SUCCESS).result(value).build()),
            "result",
            id,
            "1,00",
            "1,000",
            "result_max_bytes");
      }
      assertRefused(
          () -> small.store(update(id, SUCCESS).args(List.of("x".repeat(2000))).build()),
          "args",
          id,
          "result_max_bytes");
      assertRefused(
          () -> small.store(update(id, SUCCESS).kwargs(Map.of("k", "x".repeat(2000))).build()),
          "kwargs",
          id,
          "result_max_bytes");
      assertRefused(
          () -> small.store(update(id, SUCCESS).traceback("x".repeat(1001)).build()),
          "traceback",
          id,
          "result_max_bytes");
      assertThat(small.exists(id)).isFalse();
      assertThat(small.store(update(id, SUCCESS).result("x".repeat(998)).build())).isTrue();
    }
  }

  @Test
  default void valuesThatCannotBeWrittenAreRefusedWithTheirTask() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    Map<String, Object> self = new HashMap<>();
    self.put("self", self);
    for (Object value :
        List.of(
            Map.of("\uD800", 1),
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NaN,
            List.of(Double.NaN),
            new Opaque(),
            circle,
            self,
            new Object())) {
      String id = newId();
      assertThatThrownBy(() -> store(update(id, SUCCESS).result(value)))
          .as("%s", value.getClass())
          .isInstanceOf(CodecException.class)
          .hasMessageContaining(id)
          .hasMessageContaining("result")
          .satisfies(e -> assertThat(((TaskmetaException) e).taskId()).isEqualTo(id));
      assertThatThrownBy(() -> store(update(id, SUCCESS).args(List.of(value))))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining(id)
          .hasMessageContaining("args");
      assertThat(backend().exists(id)).isFalse();
    }
  }

  @Test
  default void payloadsThatAreNotWhatTheySayAreRefused() {
    String id = newId();
    for (String text : List.of("", "  ", "{", "[1,]", "1 2", "nul", "{'a':1}", "NaN", "[1]]")) {
      assertThatThrownBy(() -> store(update(id, SUCCESS).payload(Payload.json(text))))
          .as("%s", text)
          .isInstanceOf(CodecException.class)
          .hasMessageContaining(id);
    }
    Payload latin1 = new Payload(Payload.JSON, new byte[] {'"', (byte) 0xE9, '"'});
    assertThatThrownBy(() -> store(update(id, SUCCESS).payload(latin1)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> store(update(id, SUCCESS).result(1, "application/unknown")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("application/unknown");
    assertThatThrownBy(() -> store(update(id, SUCCESS).result(1, Payload.TEXT)))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> store(update(id, SUCCESS).result("\uD800", Payload.TEXT)))
        .isInstanceOf(CodecException.class);
    assertThat(backend().exists(id)).isFalse();
  }

  @Test
  default void oneBadUpdateOfACallLeavesNoneStored() {
    List<String> ids = newIds(3);
    assertThatThrownBy(
            () ->
                backend()
                    .storeAll(
                        List.of(
                            update(ids.get(0), SUCCESS).result(1).build(),
                            update(ids.get(1), SUCCESS).result(Double.NaN).build(),
                            update(ids.get(2), SUCCESS).result(3).build())))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(ids.get(1));
    ids.forEach(id -> assertThat(backend().exists(id)).isFalse());
  }
}
