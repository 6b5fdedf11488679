package dev.taskmeta;

import dev.taskmeta.internal.codec.ErrorFingerprint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The error of a task as data: what Celery keeps as {@code exc_type}, {@code exc_module} and {@code
 * exc_message}, and the chain of causes. No class is ever loaded to read one.
 *
 * @param type the error's class name without its module, such as {@code IllegalStateException}
 * @param module the package or module of the class, or null
 * @param message the error's message, or null
 * @param arguments the values the error was made of; where only the message is known, that
 * @param cause the error that brought this one about, or null
 */
public record TaskError(
    String type,
    @Nullable String module,
    @Nullable String message,
    List<Object> arguments,
    @Nullable TaskError cause) {

  /** The type of the error of a task whose worker has died. */
  public static final String WORKER_LOST = "WorkerLostError";

  private static final int MOST_CAUSES = 30;

  /** Copies the arguments. */
  public TaskError {
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
  }

  /**
   * Makes an error of a type that is not a Java class.
   *
   * @param type the error's type, such as {@code WorkerLostError}
   * @param message the error's message
   */
  public static TaskError of(String type, String message) {
    return new TaskError(type, null, message, List.of(message), null);
  }

  /**
   * Makes an error of an exception and its causes, at most 30 deep.
   *
   * @param exception the exception
   */
  public static TaskError of(Throwable exception) {
    return of(exception, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static TaskError of(Throwable exception, Set<Throwable> seen) {
    seen.add(exception);
    Throwable cause = exception.getCause();
    boolean follow = cause != null && !seen.contains(cause) && seen.size() <= MOST_CAUSES;
    Class<?> type = exception.getClass();
    String module = type.getPackageName();
    String name = type.getName().substring(module.isEmpty() ? 0 : module.length() + 1);
    String message = exception.getMessage();
    return new TaskError(
        name,
        module.isEmpty() ? null : module,
        message,
        message == null ? List.of() : List.of(message),
        follow ? of(cause, seen) : null);
  }

  /**
   * Returns the stack trace of an exception as text, as the JVM prints it.
   *
   * @param exception the exception
   */
  public static String traceback(Throwable exception) {
    StringWriter text = new StringWriter();
    exception.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Returns module and type joined by a dot, such as {@code java.lang.IllegalStateException}. */
  public String qualifiedType() {
    return module == null ? type : module + "." + type;
  }

  /**
   * Returns what the occurrences of this error have in common, as 16 hex digits: a hash of the
   * qualified type and of the message without what differs from time to time (quoted text, paths,
   * ids, numbers). Stored with the error, it tells in SQL which failures are the same.
   */
  public String fingerprint() {
    return ErrorFingerprint.of(qualifiedType(), message);
  }

  /** Returns type and message, such as {@code java.io.IOException: disk full}. */
  @Override
  public String toString() {
    return message == null ? qualifiedType() : qualifiedType() + ": " + message;
  }
}
