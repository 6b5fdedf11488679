package dev.taskmeta;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The checks of durations that are stored: the databases' clocks end long before Java's. */
final class Durations {

  static final Duration LONGEST = Duration.ofDays(36_525);

  private Durations() {}

  static @Nullable Duration positive(String taskId, String field, @Nullable Duration value) {
    if (value != null && value.isZero()) {
      throw new RefusedValueException(taskId, field, "is zero", "give a positive duration");
    }
    return notNegative(taskId, field, value);
  }

  static @Nullable Duration notNegative(String taskId, String field, @Nullable Duration value) {
    if (value != null && (value.isNegative() || value.compareTo(LONGEST) > 0)) {
      throw new RefusedValueException(
          taskId, field, "is " + value, "give a duration of 0 to 100 years");
    }
    return value;
  }
}
