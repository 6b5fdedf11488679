package dev.taskmeta.internal.codec;

import dev.taskmeta.CodecException;
import dev.taskmeta.Payload;
import dev.taskmeta.ResultCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Plain text in UTF-8. */
final class TextCodec implements ResultCodec {

  @Override
  public String contentType() {
    return Payload.TEXT;
  }

  @Override
  public byte[] encode(@Nullable Object value) {
    if (!(value instanceof CharSequence text)) {
      throw new CodecException(
          null, "plain text is made of a CharSequence, not of " + Codecs.typeOf(value), null);
    }
    if (Text.hasLoneSurrogate(text.toString())) {
      throw new CodecException(
          null, "the text holds an unpaired surrogate, which UTF-8 cannot; store it as JSON", null);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object decode(byte[] bytes, Type type) {
    if (type != Object.class && type != String.class && type != CharSequence.class) {
      throw new CodecException(
          null, "plain text can be read as a String, not as " + type.getTypeName(), null);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
