package dev.taskmeta.internal;

import dev.taskmeta.RefusedValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The short text fields of a task and of its holds, how long each may be, and the one check of
 * them. The lengths are those of the columns; a test holds the two together.
 */
public enum Limits {
  TASK_ID("task_id", 255, false),
  NAME("name", 255, true),
  QUEUE("queue", 255, true),
  PARENT_ID("parent_id", 255, false),
  ROOT_ID("root_id", 255, false),
  GROUP_ID("group_id", 255, false),
  WORKER("worker", 255, true),
  STATE("state", 50, true),
  CONTENT_TYPE("content_type", 255, true),
  NAME_PATTERN("name_pattern", 255, true),
  NOTE("note", 1_000, true),
  HOLD_REASON("reason", 1000, true),
  HELD_BY("held_by", 255, true),
  RELEASED_BY("released_by", 255, true);

  private static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final String field;
  private final int codePoints;
  private final boolean innerWhiteSpace;

  Limits(String field, int codePoints, boolean innerWhiteSpace) {
    this.field = field;
    this.codePoints = codePoints;
    this.innerWhiteSpace = innerWhiteSpace;
  }

  /** The column's name. */
  public String field() {
    return field;
  }

  /** The longest value, in code points. */
  public int codePoints() {
    return codePoints;
  }

  /**
   * Checks a value that may be missing.
   *
   * @return the value
   * @throws RefusedValueException as {@link #check}
   */
  public @Nullable String checkIfPresent(@Nullable String taskId, @Nullable String value) {
    return value == null ? null : check(taskId, value);
  }

  /**
   * Checks a value.
   *
   * @param taskId the task it belongs to, for the message
   * @return the value
   * @throws RefusedValueException if it is empty, too long, has white space where none may be, or
   *     holds U+0000 or an unpaired surrogate
   */
  public String check(@Nullable String taskId, String value) {
    if (value.isEmpty()) {
      throw refused(taskId, "is empty", "give it at least one character");
    }
    int length = value.codePointCount(0, value.length());
    if (length > codePoints) {
      throw new RefusedValueException(
          taskId, field, length, codePoints, "code points", "shorten it");
    }
    checkCharacters(taskId, value);
    return value;
  }

  private void checkCharacters(@Nullable String taskId, String value) {
    int last = value.length();
    for (int at = 0; at < last; ) {
      int point = value.codePointAt(at);
      int next = at + Character.charCount(point);
      if (point == 0) {
        throw refused(taskId, "holds U+0000 at index " + at, "remove it");
      }
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw refused(taskId, "holds an unpaired surrogate at index " + at, "remove it");
      }
      if (isWhiteSpace(point) && (!innerWhiteSpace || at == 0 || next == last)) {
        throw refused(
            taskId,
            "has white space (U+%04X) at index %d".formatted(point, at),
            innerWhiteSpace ? "trim it" : "remove it");
      }
      at = next;
    }
  }

  private static boolean isWhiteSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point);
  }

  private RefusedValueException refused(@Nullable String taskId, String problem, String remedy) {
    return new RefusedValueException(taskId, field, problem, remedy);
  }

  /**
   * Cuts a time to the microseconds that every database keeps.
   *
   * @throws RefusedValueException if it lies outside the years 1000 to 9999
   */
  public static @Nullable Instant micros(
      @Nullable String taskId, String field, @Nullable Instant time) {
    if (time == null) {
      return null;
    }
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new RefusedValueException(
          taskId, field, "is " + time, "give a time in the years 1000 to 9999");
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
