package dev.taskmeta;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns results into bytes and back. Every row names the content type of its codec, so several live
 * in one table. JSON (the default), plain text and bytes are built in; register your own with
 * {@code ResultBackend.Builder.codec}. Implementations are safe for use by several threads and
 * never load a class that the bytes name.
 */
public interface ResultCodec {

  /**
   * Returns the content type that this codec writes and reads, such as {@code application/json}.
   */
  String contentType();

  /**
   * Encodes a value.
   *
   * @param value the value, or null
   * @return its bytes
   * @throws CodecException if the value cannot be encoded
   */
  byte[] encode(@Nullable Object value);

  /**
   * Decodes bytes.
   *
   * @param bytes what {@link #encode} gave
   * @param type the type wanted; {@code Object.class} for the codec's natural type
   * @return the value, or null
   * @throws CodecException if the bytes cannot be read as that type
   */
  @Nullable Object decode(byte[] bytes, Type type);
}
