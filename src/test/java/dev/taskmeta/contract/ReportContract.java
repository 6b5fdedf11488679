package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.Payload;
import dev.taskmeta.TaskError;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What plain SQL reads: no stored row breaks a report. Left out on memory://: it has no SQL. */
interface ReportContract extends SqlContract {

  @Test
  default void oneKeyOfEveryResultCanBeReadWhateverIsStored() {
    String id = newId();
    store(update(id, SUCCESS).result(Map.of("answer", 42)));
    List<Object> values =
        List.of(
            "😀",
            "nul \0",
            "\uD800",
            "",
            new BigDecimal("1234567890.123456789012345678901234567890"),
            java.math.BigInteger.TEN.pow(400),
            new byte[] {0, 1, 2},
            Map.of("answer", "a\0b"),
            List.of(1, 2),
            true,
            Payload.json("1e400"),
            Payload.json("{\"x\":\"a\\u0000b\",\"answer\":1}"),
            Payload.json("{\"answer\":\"\\ud800\"}"),
            Payload.json("[".repeat(2_000) + "]".repeat(2_000)),
            Payload.json("{\"answer\":".repeat(32) + "1" + "}".repeat(32)),
            Payload.json("{\"answer\":".repeat(31) + "1" + "}".repeat(31)),
            Payload.json("null"));
    for (Object value : values) {
      store(update(newId(), SUCCESS).result(value, contentType(value)));
    }
    store(update(newId(), SUCCESS).result(null));
    store(update(newId(), FAILURE).failure(new IllegalStateException("nul \0 \uD800 😀")));
    assertThat(
            query("select " + schema().engine().jsonText("result", "answer") + " from task_meta"))
        .contains("42")
        .containsNull()
        .hasSizeGreaterThan(values.size());
    assertThat(
            query(
                "select %s from task_meta where task_id = ?"
                    .formatted(schema().engine().jsonText("result", "answer")),
                id))
        .containsExactly("42");
    assertThat(query("select " + schema().engine().jsonText("args", "answer") + " from task_meta"))
        .isNotEmpty();
    assertThat(
            query("select " + schema().engine().jsonText("kwargs", "answer") + " from task_meta"))
        .isNotEmpty();
  }

  private static String contentType(Object value) {
    return value instanceof byte[] ? Payload.BYTES : Payload.JSON;
  }

  @Test
  default void thePortableIsTextAndTheRestIsBytes() {
    String portable = newId();
    String rest = newId();
    store(update(portable, SUCCESS).result(Map.of("answer", "ä😀")).args(List.of(1)));
    store(update(rest, SUCCESS).result(Map.of("answer", "a\0b")).args(List.of("\0")));
    String where = " from task_meta where task_id = ?";
    assertThat(query("select " + schema().engine().jsonText("result", "answer") + where, portable))
        .containsExactly("ä😀");
    assertThat(query("select result_bytes" + where, portable)).containsExactly((String) null);
    assertThat(query("select args_bytes" + where, portable)).containsExactly((String) null);
    assertThat(query("select result" + where, rest)).containsExactly((String) null);
    assertThat(query("select args" + where, rest)).containsExactly((String) null);
    assertThat(query("select content_type" + where, rest)).containsExactly(Payload.JSON);
    assertThat(
            query(
                "select task_id from task_meta where task_id = ? and result_bytes is not null"
                    + " and args_bytes is not null",
                rest))
        .containsExactly(rest);
  }

  @Test
  default void aFailureReadsAsColumns() {
    String id = newId();
    store(update(id, FAILURE).name("app.add").failure(new IllegalStateException("boom")));
    String where = " from task_meta where task_id = ?";
    assertThat(query("select error_type" + where, id))
        .containsExactly("java.lang.IllegalStateException");
    assertThat(query("select error_message" + where, id)).containsExactly("boom");
    assertThat(query("select error_fingerprint" + where, id))
        .containsExactly(TaskError.of(new IllegalStateException("boom")).fingerprint());
    assertThat(query("select " + schema().engine().jsonText("result", "exc_type") + where, id))
        .containsExactly("IllegalStateException");
    assertThat(query("select name from task_meta where name = 'app.add' and task_id = ?", id))
        .hasSize(1);
    assertThat(query("select name from task_meta where name = 'APP.ADD' and task_id = ?", id))
        .isEmpty();
    assertThat(query("select name from task_meta where name = 'app.add ' and task_id = ?", id))
        .isEmpty();
  }
}
