package dev.taskmeta.spi;

import dev.taskmeta.StoreException;
import org.jspecify.annotations.Nullable;

/** The archive has no place for what is moved to it now. */
public final class ArchiveNotReadyException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes an exception with what to do about it. */
  public ArchiveNotReadyException(String message, @Nullable Throwable cause) {
    super(null, message, false, cause);
  }
}
