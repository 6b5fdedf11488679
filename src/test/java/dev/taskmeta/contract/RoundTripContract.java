package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskmeta.CodecException;
import dev.taskmeta.Payload;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskMeta;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes back equals what was stored. */
interface RoundTripContract extends Contract {

  int TWENTY_MEGABYTES = 20 << 20;

  /** A value that applications have. */
  record Invoice(@JsonProperty("number") String number, @JsonProperty("total") BigDecimal total) {}

  /** {@code List<Integer>} and the like. */
  record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(new Type[0]);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return null;
    }
  }

  private @Nullable Object roundTrip(@Nullable Object value) {
    return stored(update(newId(), SUCCESS).result(value)).result();
  }

  private void assertKept(Object value) {
    assertThat(roundTrip(value)).isEqualTo(value);
  }

  @Test
  default void ordinaryValuesComeBack() {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("text", "Straße");
    value.put("int", 1);
    value.put("long", Long.MIN_VALUE);
    value.put("true", true);
    value.put("nothing", null);
    value.put("list", Arrays.asList(1, null, "x", List.of(), Map.of()));
    value.put("", "empty key");
    assertKept(value);
  }

  @Test
  default void anEmptyStringComesBack() {
    assertKept("");
    assertThat(stored(update(newId(), SUCCESS).result("", Payload.TEXT)).result()).isEqualTo("");
    assertThat(stored(update(newId(), SUCCESS).result(new byte[0])).result())
        .isEqualTo(new byte[0]);
  }

  @Test
  default void jsonNullIsAResultAndNoResultIsNot() {
    TaskMeta nothing = stored(update(newId(), SUCCESS));
    TaskMeta jsonNull = stored(update(newId(), SUCCESS).result(null));
    assertThat(nothing.hasResult()).isFalse();
    assertThat(nothing.result()).isNull();
    assertThat(nothing.payload()).isEmpty();
    assertThat(jsonNull.hasResult()).isTrue();
    assertThat(jsonNull.result()).isNull();
    assertThat(jsonNull.payload().orElseThrow().text()).isEqualTo("null");
  }

  @Test
  default void everyKindOfTextComesBack() {
    for (String text :
        List.of(
            "😀 four bytes 𝕏 \uD83D\uDC68\u200D\uD83D\uDC69",
            "quote ' \" ` \\ ' or 1=1; -- /* */ ? :name {x} $1",
            "control \u0001 \t \r\n \u007f \u2028 \u2029 \uFEFF",
            "nul \0 inside",
            "\0",
            "lone \uD800 high",
            "\uDC00 lone low",
            "add ",
            "ádd",
            "null")) {
      assertKept(text);
      if (text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
        assertKept(Map.of(text, List.of(text)));
      }
      assertThat(stored(update(newId(), SUCCESS).args(List.of(text))).args())
          .contains(List.of(text));
      assertThat(stored(update(newId(), SUCCESS).kwargs(Map.of("k", text))).kwargs())
          .contains(Map.of("k", text));
    }
  }

  @Test
  default void plainTextComesBackWithNulAndEmoji() {
    String text = "line 1\r\n😀\0end ";
    TaskMeta meta = stored(update(newId(), SUCCESS).result(text, Payload.TEXT));
    assertThat(meta.result()).isEqualTo(text);
    assertThat(meta.payload().orElseThrow().contentType()).isEqualTo(Payload.TEXT);
  }

  @Test
  default void everyByteComesBack() {
    byte[] bytes = new byte[512];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) at;
    }
    TaskMeta meta = stored(update(newId(), SUCCESS).result(bytes));
    assertThat(meta.resultAs(byte[].class)).isEqualTo(bytes);
    assertThat(meta.payload().orElseThrow().contentType()).isEqualTo(Payload.BYTES);
  }

  @Test
  default void numbersKeepTheirPrecision() {
    assertKept(BigInteger.TWO.pow(64).add(BigInteger.ONE));
    assertKept(BigInteger.TEN.pow(300).negate());
    assertKept(BigInteger.TEN.pow(400));
    assertKept(Long.MAX_VALUE);
    assertKept(Integer.MIN_VALUE);
    assertKept(new BigDecimal("1234567890.123456789012345678901234567890"));
    assertKept(new BigDecimal("0.10"));
    assertKept(new BigDecimal("-0.0000000000000000000000000000000000000001"));
    assertThat(stored(update(newId(), SUCCESS).result(0.1)).resultAs(Double.class)).isEqualTo(0.1);
    assertThat(stored(update(newId(), SUCCESS).result(Double.MIN_VALUE)).resultAs(Double.class))
        .isEqualTo(Double.MIN_VALUE);
    assertThat(stored(update(newId(), SUCCESS).result(Double.MAX_VALUE)).resultAs(Double.class))
        .isEqualTo(Double.MAX_VALUE);
  }

  @Test
  default void jsonNestedTwoThousandDeepComesBack() {
    for (int depth : new int[] {31, 32, 33, 100, 101, 2_000}) {
      String text = "[".repeat(depth) + "]".repeat(depth);
      TaskMeta meta = stored(update(newId(), SUCCESS).payload(Payload.json(text)));
      assertThat(meta.payload().orElseThrow().text()).isEqualTo(text);
      Object value = meta.result();
      int found = 0;
      while (value instanceof List<?> list) {
        found++;
        value = list.isEmpty() ? null : list.get(0);
      }
      assertThat(found).isEqualTo(depth);
      assertThat(
              stored(update(newId(), SUCCESS).result(meta.result())).payload().orElseThrow().text())
          .isEqualTo(text);
    }
  }

  @Test
  default void jsonTextIsKeptExactly() {
    for (String text :
        List.of(
            "{ \"b\" : 1.0 , \"a\":1e2, \"b\": 2 }",
            "1e400",
            "-1e400",
            "1e-400",
            "[1E+2, -0, -0.0, 100000000000000000000.00]",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\u00e9 \\/ \\ud83d\\ude00\"",
            "{\"x\":\"a\\u0000b\",\"answer\":1}",
            "{\"\\u0000\":1}",
            " null ",
            "\n[]\n")) {
      TaskMeta meta = stored(update(newId(), SUCCESS).payload(Payload.json(text)));
      assertThat(meta.payload().orElseThrow().text()).isEqualTo(text);
      assertThat(meta.payload().orElseThrow().isJson()).isTrue();
    }
    assertThat(stored(update(newId(), SUCCESS).payload(Payload.json("1e400"))).result())
        .isEqualTo(new BigDecimal("1e400"));
  }

  @Test
  default void aTwentyMegabyteResultComesBack() {
    String text = "0123456789abcde😀".repeat(TWENTY_MEGABYTES / 19 + 1);
    assertThat(text.equals(roundTrip(text))).as("the text is equal").isTrue();
    byte[] bytes = new byte[TWENTY_MEGABYTES];
    new Random(7).nextBytes(bytes);
    String id = newId();
    store(update(id, SUCCESS).result(bytes));
    assertThat(Arrays.equals(backend().get(id).resultAs(byte[].class), bytes)).isTrue();
    backend().forget(id);
  }

  @Test
  default void severalLargeResultsInOneCallComeBack() {
    List<String> ids = newIds(12);
    backend()
        .storeAll(
            ids.stream().map(id -> update(id, SUCCESS).result(id.repeat(40_000)).build()).toList());
    ids.forEach(id -> assertThat(id.repeat(40_000).equals(backend().get(id).result())).isTrue());
    backend().forget(ids);
  }

  @Test
  default void typedReadsAreExact() {
    Invoice invoice = new Invoice("2026-1", new BigDecimal("12.50"));
    TaskMeta meta = stored(update(newId(), SUCCESS).result(invoice));
    assertThat(meta.resultAs(Invoice.class)).isEqualTo(invoice);
    assertThat(meta.result())
        .isEqualTo(Map.of("number", "2026-1", "total", new BigDecimal("12.50")));
    TaskMeta list = stored(update(newId(), SUCCESS).result(List.of(invoice)));
    assertThat(list.resultAs(new Generic(List.class, List.of(Invoice.class))))
        .isEqualTo(List.of(invoice));
    TaskMeta longs = stored(update(newId(), SUCCESS).result(List.of(1, 2)));
    assertThat(longs.resultAs(new Generic(List.class, List.of(Long.class))))
        .isEqualTo(List.of(1L, 2L));
  }

  @Test
  default void aResultThatIsNotOfTheTypeIsNamedWithItsTask() {
    String id = newId();
    TaskMeta meta = stored(update(id, SUCCESS).result("no number"));
    assertThatThrownBy(() -> meta.resultAs(Integer.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(id)
        .hasMessageContaining("java.lang.Integer");
  }

  @Test
  default void aContentTypeWithoutCodecIsKeptAsAPayload() {
    Payload payload = new Payload("application/x-pickle", new byte[] {(byte) 0x80, 5, 75, 5, 46});
    String id = newId();
    TaskMeta meta = stored(update(id, SUCCESS).payload(payload));
    Payload back = meta.payload().orElseThrow();
    assertThat(back.contentType()).isEqualTo("application/x-pickle");
    assertThat(back.bytes()).isEqualTo(payload.bytes());
    assertThatThrownBy(meta::result)
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(id)
        .hasMessageContaining("application/x-pickle");
  }

  @Test
  default void freeTextIsMadeStorable() {
    TaskMeta meta =
        stored(
            update(newId(), FAILURE)
                .error(TaskError.of("Bad", "nul \0 lone \uD800 emoji 😀"))
                .traceback("stderr: \0\0 \uDFFF ok 😀"));
    assertThat(meta.traceback()).contains("stderr: \u2400\u2400 \uFFFD ok 😀");
    assertThat(meta.errorMessage()).contains("nul \u2400 lone \uFFFD emoji 😀");
    assertThat(meta.error().orElseThrow().message()).isEqualTo("nul \0 lone \uD800 emoji 😀");
  }

  @Test
  default void aTracebackOfAMegabyteComesBack() {
    String traceback = "  at some.Frame(😀)\n".repeat(50_000);
    assertThat(stored(update(newId(), FAILURE).traceback(traceback)).traceback())
        .contains(traceback);
  }

  @Test
  default void namesOf255CodePointsComeBack() {
    String longest = "😀".repeat(255);
    TaskMeta meta =
        stored(
            update("😀".repeat(200) + newId().substring(0, 20), SUCCESS)
                .name(longest)
                .queue(longest)
                .worker(longest)
                .parentId(longest)
                .rootId(longest)
                .groupId(longest));
    assertThat(meta.name()).contains(longest);
    assertThat(meta.queue()).contains(longest);
    assertThat(meta.worker()).contains(longest);
    assertThat(meta.parentId()).contains(longest);
    assertThat(meta.rootId()).contains(longest);
    assertThat(meta.groupId()).contains(longest);
    assertThat(backend().children(longest)).contains(meta.taskId());
  }

  @Test
  default void idsThatDifferOnlyInCaseOrAccentAreDifferentTasks() {
    String base = newId().replace("-", "");
    List<String> ids =
        List.of(
            base + "add",
            base + "Add",
            base + "ADD",
            base + "ádd",
            base + "add\u0301",
            base + "addé",
            base + "adde",
            base + "ａdd",
            base + "straße",
            base + "strasse");
    for (String id : ids) {
      assertThat(store(update(id, SUCCESS).result(id).name(id))).isTrue();
    }
    Map<String, TaskMeta> metas = backend().getMany(ids);
    ids.forEach(id -> assertThat(metas.get(id).result()).isEqualTo(id));
    assertThat(backend().forget(base + "Add")).isTrue();
    assertThat(backend().exists(base + "add")).isTrue();
    assertThat(backend().exists(base + "Add")).isFalse();
  }
}
