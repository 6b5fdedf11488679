package dev.taskmeta.internal.codec;

import dev.taskmeta.CodecException;
import dev.taskmeta.Payload;
import dev.taskmeta.ResultCodec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Bytes as they are. */
final class BytesCodec implements ResultCodec {

  @Override
  public String contentType() {
    return Payload.BYTES;
  }

  @Override
  public byte[] encode(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw new CodecException(
        null, "bytes are made of a byte[], not of " + Codecs.typeOf(value), null);
  }

  @Override
  public Object decode(byte[] bytes, Type type) {
    if (type != Object.class && type != byte[].class) {
      throw new CodecException(
          null, "bytes can be read as a byte[], not as " + type.getTypeName(), null);
    }
    return bytes;
  }
}
