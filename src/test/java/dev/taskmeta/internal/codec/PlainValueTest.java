package dev.taskmeta.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlainValueTest {

  private static final String NUL = String.valueOf((char) 0);
  private static final String LONE = String.valueOf((char) 0xD800);
  private static final List<String> TEXTS =
      List.of("", "a", "ä€", "\"\\/\t", "\uFFFF\u2028", "😀", NUL, "a" + NUL, LONE, "a" + LONE);

  private final JsonCodec json = new JsonCodec();

  @Test
  void whatMostTasksCarryIsPlain() {
    List<Object> values = new ArrayList<>();
    values.add(List.of(2, 3));
    values.add(Map.of("currency", "EUR"));
    values.add(Arrays.asList("a", null, true, 5L));
    values.add(Collections.unmodifiableMap(new TreeMap<>(Map.of("a", List.of(Map.of("b", 1))))));
    values.add("text");
    values.add(null);
    assertThat(values).allSatisfy(value -> assertThat(PlainValue.is(value)).isTrue());
  }

  @Test
  void whatMayBeWrittenAsAnythingIsNot() {
    Map<String, Object> own =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;
        };
    List<Object> values =
        List.of(
            1.5,
            new BigDecimal("1e400"),
            Double.NaN,
            own,
            List.of(own),
            Map.of(1, "a"),
            "a" + NUL,
            Map.of("a" + NUL, 1),
            List.of(List.of(LONE)),
            new StringBuilder("a"),
            Thread.State.NEW);
    assertThat(values).allSatisfy(value -> assertThat(PlainValue.is(value)).isFalse());
  }

  @Test
  void depthIsBounded() {
    Object deep = 1;
    for (int depth = 0; depth < 40; depth++) {
      deep = List.of(deep);
    }
    assertThat(PlainValue.is(deep)).isFalse();
  }

  @Test
  void whatIsPlainIsPortable() {
    Random random = new Random(5);
    int plain = 0;
    for (int round = 0; round < 5_000; round++) {
      Object value = value(random, 0);
      if (PlainValue.is(value)) {
        plain++;
        assertThat(json.isPortable(json.text(value))).as("%s", value).isTrue();
      }
    }
    assertThat(plain).isBetween(1_000, 4_900);
  }

  private static Object value(Random random, int depth) {
    int kinds = depth > 20 ? 6 : 9;
    return switch (random.nextInt(kinds)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong();
      case 2 -> random.nextBoolean();
      case 3 -> random.nextInt(20) == 0 ? random.nextDouble() : null;
      case 4, 5 -> TEXTS.get(Math.min(random.nextInt(60), random.nextInt(TEXTS.size())));
      case 6 -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int at = random.nextInt(3); at > 0; at--) {
          map.put(TEXTS.get(random.nextInt(TEXTS.size() - 4)), value(random, depth + 1));
        }
        yield map;
      }
      default -> {
        List<Object> list = new ArrayList<>();
        for (int at = random.nextInt(3); at > 0; at--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
    };
  }
}
