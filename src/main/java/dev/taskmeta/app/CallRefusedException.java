package dev.taskmeta.app;

import dev.taskmeta.TaskmetaException;
import org.jspecify.annotations.Nullable;

/**
 * A call was refused and will never run: its id is taken, the app is closed, or the call asks for
 * what cannot be.
 */
public final class CallRefusedException extends TaskmetaException {

  private static final long serialVersionUID = 1L;

  CallRefusedException(@Nullable String taskId, String message) {
    super(taskId, taskId == null ? message : "task " + taskId + ": " + message, null);
  }
}
