package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/** The schema is missing, old, half migrated or not ours; the message names the command to run. */
public final class SchemaException extends StoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong with the schema, and the command to run
   * @param cause the driver's exception, or null
   */
  public SchemaException(String message, @Nullable Throwable cause) {
    super(null, message, false, cause);
  }
}
