package dev.taskmeta.internal.codec;

import dev.taskmeta.CodecException;
import dev.taskmeta.TaskError;
import dev.taskmeta.spi.TaskRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error as JSON, with the keys that Celery 5.5 uses ({@code exc_type}, {@code exc_module},
 * {@code exc_message}) and {@code exc_cause} for the chain. Nothing in it is ever loaded as a
 * class.
 */
final class ErrorDocument {

  private static final String TYPE = "exc_type";
  private static final String MODULE = "exc_module";
  private static final String MESSAGE = "exc_message";
  private static final String CAUSE = "exc_cause";

  private final JsonCodec json;

  ErrorDocument(JsonCodec json) {
    this.json = json;
  }

  /** Returns the error as JSON text; arguments that JSON cannot hold become their text. */
  String text(TaskError error) {
    return json.text(document(error));
  }

  private Map<String, Object> document(TaskError error) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(TYPE, error.type());
    if (error.module() != null) {
      document.put(MODULE, error.module());
    }
    String message = error.message();
    List<Object> arguments =
        error.arguments().isEmpty() && message != null ? List.of(message) : error.arguments();
    document.put(MESSAGE, arguments.stream().map(this::encodable).toList());
    if (error.cause() != null) {
      document.put(CAUSE, document(error.cause()));
    }
    return document;
  }

  private Object encodable(Object argument) {
    try {
      json.text(argument);
      return argument;
    } catch (CodecException e) {
      return String.valueOf(argument);
    }
  }

  /** Reads a row's document; where it is none, what its error columns say. */
  Optional<TaskError> read(TaskRow row) {
    Object document = null;
    try {
      document =
          row.result() == null ? null : json.decode(row.result().payload().bytes(), Object.class);
    } catch (CodecException e) {
      // Not ours: the columns still tell the story.
    }
    if (document instanceof Map<?, ?> map && map.get(TYPE) instanceof String) {
      return Optional.of(withMessage(error(map), row.errorMessage()));
    }
    return Optional.ofNullable(row.errorType())
        .map(type -> TaskError.of(type, Objects.requireNonNullElse(row.errorMessage(), "")));
  }

  /** Of several arguments the document does not tell the message, but the row does. */
  private static TaskError withMessage(TaskError error, @Nullable String message) {
    return message == null || error.arguments().size() < 2
        ? error
        : new TaskError(error.type(), error.module(), message, error.arguments(), error.cause());
  }

  private TaskError error(Map<?, ?> document) {
    Object message = document.get(MESSAGE);
    List<?> arguments =
        message instanceof List<?> list ? list : message == null ? List.of() : List.of(message);
    return new TaskError(
        String.valueOf(document.get(TYPE)),
        document.get(MODULE) instanceof String module ? module : null,
        message(arguments),
        List.copyOf(arguments),
        document.get(CAUSE) instanceof Map<?, ?> cause ? error(cause) : null);
  }

  private static @Nullable String message(List<?> arguments) {
    return switch (arguments.size()) {
      case 0 -> null;
      case 1 -> String.valueOf(arguments.get(0));
      default -> String.valueOf(arguments);
    };
  }
}
