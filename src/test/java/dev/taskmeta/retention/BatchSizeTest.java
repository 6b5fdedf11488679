package dev.taskmeta.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch shrinks when it gets slow, and grows again by and by. */
class BatchSizeTest {

  private static final Duration SLOW = Duration.ofMillis(101);
  private static final Duration MIDDLING = Duration.ofMillis(20);
  private static final Duration QUICK = Duration.ofMillis(10);

  private final BatchSize size = new BatchSize(1_000, Cleanup.AIM);

  @Test
  void beginsWithFewAndDoublesWhileQuick() {
    assertThat(size.size()).isEqualTo(Cleanup.FIRST_BATCH);
    assertThat(IntStream.range(0, 4).map(each -> after(QUICK)))
        .containsExactly(400, 800, 1_000, 1_000);
  }

  @Test
  void halvesWhileSlowAndNeverFallsBelowTheLeast() {
    assertThat(IntStream.range(0, 9).map(each -> after(SLOW)))
        .containsExactly(100, 50, 25, 12, 10, 10, 10, 10, 10);
  }

  private int after(Duration took) {
    size.took(took);
    return size.size();
  }

  @Test
  void growsSlowlyUpToWhatIsAllowed() {
    assertThat(after(MIDDLING)).isEqualTo(220);
    assertThat(after(Duration.ofMillis(30))).as("neither long nor short").isEqualTo(220);
    assertThat(after(Duration.ofMillis(80))).as("long").isEqualTo(198);
    IntStream.range(0, 20).forEach(each -> size.took(QUICK));
    assertThat(size.size()).isEqualTo(1_000);
  }

  @Test
  void staysSmallAfterFailuresInARowAndEndsAfterTwiceAsMany() {
    assertThat(size.failed()).isTrue();
    assertThat(size.size()).isEqualTo(100);
    assertThat(size.failed()).isTrue();
    assertThat(size.failed()).isTrue();
    assertThat(size.size()).isEqualTo(BatchSize.LEAST);
    assertThat(after(QUICK)).isEqualTo(BatchSize.LEAST);
    IntStream.range(1, 2 * BatchSize.FAILURES).forEach(each -> assertThat(size.failed()).isTrue());
    assertThat(size.failed()).isFalse();
  }

  @Test
  void failuresThatAreNotInARowDoNotAddUp() {
    for (int at = 0; at < 20; at++) {
      assertThat(size.failed()).isTrue();
      size.took(QUICK);
    }
    assertThat(size.size()).isGreaterThan(BatchSize.LEAST);
  }

  @Test
  void neverTakesMoreThanTheSettingSays() {
    BatchSize small = new BatchSize(3, Cleanup.AIM);
    small.took(SLOW);
    assertThat(small.size()).isEqualTo(3);
  }
}
