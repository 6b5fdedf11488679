package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be stored as it is; nothing was stored. The message names the task, the field, the
 * size, the limit and the remedy.
 */
public final class RefusedValueException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  /** The field's name in the database. */
  private final String field;

  /**
   * Refuses a value for what it holds.
   *
   * @param taskId the task, or null where there is none yet
   * @param field the field's name in the database
   * @param problem what is wrong with it, as the end of a sentence
   * @param remedy what to do
   */
  public RefusedValueException(
      @Nullable String taskId, String field, String problem, String remedy) {
    super(taskId, about(taskId, field + " " + problem + "; " + remedy), null);
    this.field = field;
  }

  /**
   * Refuses a value for its size.
   *
   * @param taskId the task, or null where there is none yet
   * @param field the field's name in the database
   * @param size the value's size
   * @param limit the largest size allowed
   * @param unit what the two count
   * @param remedy what to do
   */
  public RefusedValueException(
      @Nullable String taskId, String field, long size, long limit, String unit, String remedy) {
    this(taskId, field, "has %,d %s, the limit is %,d".formatted(size, unit, limit), remedy);
  }

  /** Returns the name of the refused field, as in the database. */
  public String field() {
    return field;
  }
}
