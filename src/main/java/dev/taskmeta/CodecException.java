package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/** A value cannot be encoded, or what is stored cannot be read as the type asked for. */
public final class CodecException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param taskId the task, or null where there is none
   * @param message what cannot be encoded or decoded, and what to do
   * @param cause the codec's own exception, or null
   */
  public CodecException(@Nullable String taskId, String message, @Nullable Throwable cause) {
    super(taskId, about(taskId, message), cause);
  }
}
