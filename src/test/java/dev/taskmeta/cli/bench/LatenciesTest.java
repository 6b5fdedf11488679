package dev.taskmeta.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {

  @ParameterizedTest
  @ValueSource(longs = {40, 1_000, 65_535, 65_536, 999_999_999, 3_600_000_000_000L})
  void keepsADurationWithinThreePercent(long nanos) {
    Latencies latencies = new Latencies();
    latencies.add(nanos);

    assertThat(latencies.millis(0.5)).isCloseTo(nanos / 1e6, withinPercentage(3.2));
  }

  @Test
  void findsPercentilesOfAllThatWasAdded() {
    Latencies some = new Latencies();
    Latencies others = new Latencies();
    for (int millis = 1; millis <= 100; millis++) {
      (millis % 2 == 0 ? some : others).add(millis * 1_000_000L);
    }
    some.addAll(others);

    assertThat(some.count()).isEqualTo(100);
    assertThat(some.millis(0.5)).isCloseTo(50, withinPercentage(3.2));
    assertThat(some.millis(0.99)).isCloseTo(99, withinPercentage(3.2));
  }

  @Test
  void takesWhatIsBelowZeroForZeroAndNothingForNothing() {
    Latencies latencies = new Latencies();
    assertThat(latencies.millis(0.99)).isZero();

    latencies.add(-5);

    assertThat(latencies.millis(0.99)).isZero();
  }
}
