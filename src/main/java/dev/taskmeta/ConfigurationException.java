package dev.taskmeta;

import org.jspecify.annotations.Nullable;

/** A setting or URL is unknown, malformed or cannot work; the message names it and the remedy. */
public final class ConfigurationException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message the setting, its value (secrets masked) and the remedy
   */
  public ConfigurationException(String message) {
    this(message, null);
  }

  /**
   * Makes an exception.
   *
   * @param message the setting, its value (secrets masked) and the remedy
   * @param cause what brought it about, or null
   */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(null, message, cause);
  }
}
