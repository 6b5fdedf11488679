package dev.taskmeta.internal.codec;

import dev.taskmeta.CodecException;
import dev.taskmeta.Payload;
import dev.taskmeta.ResultCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson, set so that what comes back equals what was stored: no limit of its own on
 * depth, digits or length, decimals kept exactly, no type named in the text.
 */
final class JsonCodec implements ResultCodec {

  /** Made at the first use: who only reads what a task's state is needs none of it. */
  private static final class Jackson {

    static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
            // NaN is no JSON: written bare, it is refused by the check instead of becoming a
            // string.
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    static final JsonMapper MAPPER =
        JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // An object of nothing that Jackson sees is a mistake, not {}.
            .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
  }

  @Override
  public String contentType() {
    return Payload.JSON;
  }

  @Override
  public byte[] encode(@Nullable Object value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a value as JSON text that UTF-8 can hold. */
  String text(@Nullable Object value) {
    try {
      return Text.escapeLoneSurrogates(
          DeepStack.call(() -> Jackson.MAPPER.writeValueAsString(value)));
    } catch (JacksonException | StackOverflowError e) {
      throw new CodecException(
          null,
          "a value of %s cannot be written as JSON: %s"
              .formatted(value == null ? "null" : value.getClass().getName(), brief(e)),
          e);
    }
  }

  @Override
  public @Nullable Object decode(byte[] bytes, Type type) {
    try {
      return DeepStack.call(
          () -> Jackson.MAPPER.readValue(bytes, Jackson.MAPPER.constructType(type)));
    } catch (JacksonException | StackOverflowError e) {
      throw new CodecException(
          null, "JSON cannot be read as %s: %s".formatted(type.getTypeName(), brief(e)), e);
    }
  }

  /**
   * Tells whether JSON text is portable.
   *
   * @throws CodecException if it is not JSON
   */
  boolean isPortable(String text) {
    try {
      return PortableJson.check(Jackson.FACTORY, text);
    } catch (JacksonException e) {
      throw new CodecException(null, "the text is not JSON: " + brief(e), e);
    }
  }

  /** The problem without the text that surrounds it, which may be large or secret. */
  private static String brief(Throwable problem) {
    return problem instanceof JacksonException json
        ? json.getOriginalMessage()
        : "it is nested too deep";
  }
}
