package dev.taskmeta.internal.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T09:10:23.123456Z",
        "1000-01-01T00:00:00.000000Z",
        "9999-12-31T23:59:59.999999Z",
        "2024-02-29T02:30:00.000001Z",
        "1969-12-31T23:59:59.999999Z"
      })
  void textAndTimeAreTheSame(String text) {
    Instant time = Instant.parse(text);
    assertThat(TimeText.format(time)).isEqualTo(text);
    assertThat(TimeText.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-22T09:10:23.12345xZ", "2026-13-22T09:10:23.123456Z", "today"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> TimeText.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
