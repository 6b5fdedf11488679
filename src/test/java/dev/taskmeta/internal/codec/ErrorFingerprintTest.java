package dev.taskmeta.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorFingerprintTest {

  private static final String TYPE = "java.io.IOException";

  /** Two occurrences of one error, or of two errors. */
  record Case(boolean same, String one, String other) {}

  private static Case same(String one, String other) {
    return new Case(true, one, other);
  }

  private static Case different(String one, String other) {
    return new Case(false, one, other);
  }

  static Stream<Case> cases() {
    return Stream.of(
        same("order 17 not found", "order 4711 not found"),
        same("order -17 not found", "order 17 not found"),
        same("took 1.5 s", "took 1,234.25 s"),
        same("at 2026-11-22T09:10:23.123456Z", "at 1999-01-02T23:59:59Z"),
        same("order ٤٢ not found", "order 17 not found"),
        same(
            "job 0f8fad5b-d9cb-469f-a165-70867728950e is gone",
            "job 7C9E6679-7425-40DE-944B-E07FC1F90AE7 is gone"),
        same("commit 5f3a9b2 is unknown", "commit 29ffbc35d10b is unknown"),
        same("task_5f3a9b2c1 failed", "task_00ffee11aa failed"),
        same("pointer 0xDEADBEEF", "pointer 0x7ffe0010"),
        same("com.example.Order@1b6d3586 is null", "com.example.Order@74a14482 is null"),
        same("id 01ARZ3NDEKTSV4RRFFQ69G5FAV", "id 01BX5ZZKBKACTAV9WEVGEMMVRZ"),
        same("Key (id)=(17) already exists", "Key (id)=(4711) already exists"),
        same("column \"a\" does not exist", "column \"customer name\" does not exist"),
        same("column 'a' does not exist", "column 'customer''s' does not exist"),
        same("table `a` is full", "table `b c` is full"),
        same("“a” fehlt", "“b” fehlt"),
        same("«a» manque", "«b c» manque"),
        same("can't open 'a'", "can't open 'the customer's file'"),
        same("no such file: /tmp/a.txt", "no such file: /var/lib/x-17/b_c.json"),
        same("no such file: ./a", "no such file: ../b/c"),
        same("no such file: ~/a", "no such file: /b/c"),
        same("no such file: C:\\a\\b.txt", "no such file: \\\\server\\share\\c.txt"),
        same("no such file: src/main/a.txt", "no such file: x/y/z.json"),
        same("GET https://a.example/x?id=1 failed", "GET http://b.example:8080/y/z failed"),
        same("open file=/tmp/a, mode=1", "open file=/tmp/b/c.txt, mode=3"),
        same("disk  full\n on sda1", "disk full on\tsda1 "),
        same("long " + "1 ".repeat(5_000), "long " + "22 ".repeat(5_000)),
        same("x".repeat(600), "x".repeat(700)),
        different("disk full", "disk broken"),
        different("order 17 not found", "customer 17 not found"),
        different("disk full", "Disk full"),
        different("and/or", "either/or"),
        different("can't read", "can't write"),
        different("the users' file is gone", "the users' disk is full"),
        different("face", "cafe"),
        different("", "disk full"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void occurrencesOfOneErrorHaveOneFingerprint(Case example) {
    String one = ErrorFingerprint.of(TYPE, example.one());
    String other = ErrorFingerprint.of(TYPE, example.other());

    assertThat(one).matches("[0-9a-f]{16}");
    assertThat(one.equals(other))
        .as(
            "%s and %s",
            ErrorFingerprint.common(example.one()), ErrorFingerprint.common(example.other()))
        .isEqualTo(example.same());
  }

  @Test
  void theTypeCounts() {
    assertThat(ErrorFingerprint.of("java.io.IOException", "disk full"))
        .isNotEqualTo(ErrorFingerprint.of("java.lang.IllegalStateException", "disk full"));
    assertThat(ErrorFingerprint.of("a", null)).isNotEqualTo(ErrorFingerprint.of("b", null));
  }

  @Test
  void anErrorWithoutAMessageHasOneToo() {
    assertThat(ErrorFingerprint.of(TYPE, null)).isEqualTo(ErrorFingerprint.of(TYPE, ""));
  }

  /** Rows of years bear these: whoever changes one must raise the version, and say so. */
  @ParameterizedTest
  @CsvSource({
    "java.io.IOException, disk full, 4302663393c0ac64",
    "builtins.KeyError, 'order 17 in ''/srv/a b'' at 0x1f, see https://example.com/x', 59d907c2215d3f08",
    "WorkerLostError, , 7a549f97a52e6b91"
  })
  void versionOneStaysAsItIs(String type, String message, String fingerprint) {
    assertThat(ErrorFingerprint.VERSION).isEqualTo(1);
    assertThat(ErrorFingerprint.of(type, message)).isEqualTo(fingerprint);
  }

  @Test
  void aMessageMadeToTakeLongHasOneToo() {
    for (String part :
        List.of("\"", "'", " 'a", "a'b", "'a\n", "`", "0x", "@a", "a0", "/", "1.", "-")) {
      assertThat(ErrorFingerprint.of(TYPE, part.repeat(100_000))).hasSize(16);
    }
  }

  @Test
  void anErrorKnowsItsOwn() {
    TaskError error = TaskError.of(new IllegalStateException("order 17"));

    assertThat(error.fingerprint())
        .isEqualTo(ErrorFingerprint.of("java.lang.IllegalStateException", "order 4711"));
  }
}
