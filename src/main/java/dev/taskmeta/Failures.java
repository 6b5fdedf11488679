package dev.taskmeta;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the exceptions of failed tasks. A class is loaded only if its name is on the user's list,
 * and used only if it is an exception with a public constructor of one String or of nothing.
 */
final class Failures {

  private static final Logger LOGGER = LoggerFactory.getLogger(Failures.class);

  private final Set<String> allowed;

  Failures(List<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  TaskFailedException failure(TaskMeta meta) {
    String traceback = meta.traceback().orElse(null);
    TaskError error = error(meta);
    return meta.state().equals(TaskState.REVOKED)
        ? new TaskRevokedException(meta.taskId(), error, traceback)
        : new TaskFailedException(
            meta.taskId(), meta.state(), error, traceback, rebuild(error).orElse(null));
  }

  private static TaskError error(TaskMeta meta) {
    return meta.error()
        .orElseGet(
            () ->
                meta.lost()
                    ? LostTask.ERROR
                    : TaskError.of(
                        meta.state().equals(TaskState.REVOKED) ? "TaskRevokedError" : "TaskError",
                        meta.payload()
                            .map(payload -> payload.isJson() ? payload.text() : payload.toString())
                            .orElse("no error was stored")));
  }

  private Optional<Throwable> rebuild(TaskError error) {
    if (!allowed.contains(error.qualifiedType())) {
      return Optional.empty();
    }
    try {
      Class<?> type = Class.forName(error.qualifiedType(), false, loader());
      if (!Throwable.class.isAssignableFrom(type)) {
        LOGGER.warn("{} is on exception_allow_list but is no exception", type.getName());
        return Optional.empty();
      }
      return Optional.of(make(type.asSubclass(Throwable.class), error.message()));
    } catch (ReflectiveOperationException | LinkageError e) {
      LOGGER.debug("{} cannot be made again", error.qualifiedType(), e);
      return Optional.empty();
    }
  }

  private static Throwable make(Class<? extends Throwable> type, @Nullable String message)
      throws ReflectiveOperationException {
    try {
      Constructor<? extends Throwable> constructor = type.getConstructor(String.class);
      return constructor.newInstance(message);
    } catch (NoSuchMethodException e) {
      return type.getConstructor().newInstance();
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Failures.class.getClassLoader() : context;
  }
}
