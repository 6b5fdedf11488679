package dev.taskmeta.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskIdsTest {

  /** More than one reserve of random bytes lasts for. */
  private static final int EACH = 1_000;

  private static List<String> madeByManyThreads() throws InterruptedException {
    ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        IntStream.range(0, 40)
            .mapToObj(
                each ->
                    new Thread(() -> Stream.generate(TaskIds::next).limit(EACH).forEach(ids::add)))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(ids);
  }

  @Test
  void theyAreOfVersion7AndBeginWithTheTime() {
    long before = System.currentTimeMillis();
    UUID id = UUID.fromString(TaskIds.next());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void nothingOfTheirRandomPartRepeatsWhicheverThreadsMakeThem() throws InterruptedException {
    List<String> ids = madeByManyThreads();
    Set<Long> lower = new HashSet<>();
    long ones = 0;
    long zeros = 0;
    for (String text : ids) {
      long bits = UUID.fromString(text).getLeastSignificantBits();
      lower.add(bits);
      ones |= bits;
      zeros |= ~bits;
    }
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids).hasSize(40 * EACH);
    assertThat(lower).as("62 random bits").hasSameSizeAs(ids);
    long variant = 3L << 62;
    assertThat(ones | variant).as("each bit is 1 in some").isEqualTo(-1);
    assertThat(zeros | variant).as("each bit is 0 in some").isEqualTo(-1);
  }
}
