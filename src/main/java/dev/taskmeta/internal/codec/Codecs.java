package dev.taskmeta.internal.codec;

import dev.taskmeta.CodecException;
import dev.taskmeta.Payload;
import dev.taskmeta.ResultCodec;
import dev.taskmeta.TaskError;
import dev.taskmeta.spi.StoredValue;
import dev.taskmeta.spi.TaskRow;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All codecs of a backend by content type, and the choice between the columns of a row. */
public final class Codecs {

  private final JsonCodec json = new JsonCodec();
  private final ErrorDocument errors = new ErrorDocument(json);
  private final Map<String, ResultCodec> byContentType = new HashMap<>();

  /**
   * Makes the registry.
   *
   * @param more codecs beside the three built in; one of the same content type replaces those
   */
  public Codecs(Collection<ResultCodec> more) {
    for (ResultCodec codec : List.of(json, new TextCodec(), new BytesCodec())) {
      byContentType.put(codec.contentType(), codec);
    }
    more.forEach(codec -> byContentType.put(codec.contentType(), codec));
  }

  /**
   * Encodes a result.
   *
   * @param value a value, or a {@link Payload} that is encoded already
   * @param contentType the codec's content type; null for JSON
   * @throws CodecException with the task's id if it cannot
   */
  public StoredValue encode(String taskId, @Nullable Object value, @Nullable String contentType) {
    return about(
        taskId,
        "result",
        () -> {
          if (value instanceof Payload payload) {
            return stored(payload);
          }
          String type = contentType == null ? Payload.JSON : contentType;
          ResultCodec codec = codec(type);
          return codec == json ? storedJson(value) : stored(new Payload(type, codec.encode(value)));
        });
  }

  /** Encodes arguments as JSON. */
  public @Nullable StoredValue encodeJson(String taskId, String field, @Nullable Object value) {
    return value == null ? null : about(taskId, field, () -> storedJson(value));
  }

  /** Encodes an error as its document. */
  public StoredValue encode(TaskError error) {
    return stored(errors.text(error));
  }

  /** Decodes a result as a type. */
  public @Nullable Object decode(String taskId, StoredValue value, Type type) {
    Payload payload = value.payload();
    return about(
        taskId, "result", () -> codec(payload.contentType()).decode(payload.bytes(), type));
  }

  /** Decodes positional arguments. */
  @SuppressWarnings("unchecked")
  public List<@Nullable Object> list(StoredValue value) {
    return (List<@Nullable Object>) json.decode(value.payload().bytes(), List.class);
  }

  /** Decodes named arguments. */
  @SuppressWarnings("unchecked")
  public Map<String, @Nullable Object> map(StoredValue value) {
    return (Map<String, @Nullable Object>) json.decode(value.payload().bytes(), Map.class);
  }

  /** Reads the error of a row that has one. */
  public Optional<TaskError> error(TaskRow row) {
    return errors.read(row);
  }

  private ResultCodec codec(String contentType) {
    ResultCodec codec = byContentType.get(contentType);
    if (codec == null) {
      throw new CodecException(
          null,
          "no codec for the content type '%s'; register one with ResultBackend.builder().codec(…),"
                  .formatted(contentType)
              + " or read payload()",
          null);
    }
    return codec;
  }

  private StoredValue stored(Payload payload) {
    return payload.isJson()
        ? stored(strictUtf8(payload.bytes()))
        : StoredValue.ofBytes(payload.bytes(), payload.contentType());
  }

  private StoredValue storedJson(@Nullable Object value) {
    String text = json.text(value);
    return PlainValue.is(value) ? StoredValue.ofJson(text) : stored(text);
  }

  private StoredValue stored(String text) {
    return json.isPortable(text)
        ? StoredValue.ofJson(text)
        : StoredValue.ofBytes(text.getBytes(StandardCharsets.UTF_8), Payload.JSON);
  }

  private static String strictUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CodecException(null, "the text is not JSON: it is not UTF-8", e);
    }
  }

  private static <T> T about(String taskId, String field, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (CodecException e) {
      throw e.taskId() != null
          ? e
          : new CodecException(taskId, field + ": " + e.getMessage(), e.getCause());
    } catch (RuntimeException e) {
      throw new CodecException(taskId, field + ": the codec failed: " + e, e);
    }
  }

  static String typeOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }
}
