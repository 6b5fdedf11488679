package dev.taskmeta.spi;

import dev.taskmeta.Payload;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An encoded value as a row holds it: portable JSON as text that SQL can query, anything else as
 * bytes with a content type. Exactly one of the two is there.
 *
 * @param json portable JSON text, kept exactly, or null
 * @param bytes the encoded value where it is not portable JSON, or null
 * @param contentType what the value is, such as {@code application/json}
 */
public record StoredValue(@Nullable String json, byte @Nullable [] bytes, String contentType) {

  /** Returns portable JSON text as a value. */
  public static StoredValue ofJson(String json) {
    return new StoredValue(json, null, Payload.JSON);
  }

  /** Returns bytes of a content type as a value. */
  public static StoredValue ofBytes(byte[] bytes, String contentType) {
    return new StoredValue(null, bytes, contentType);
  }

  /** Returns the value that a pair of columns holds, or null where both are null. */
  public static @Nullable StoredValue ofColumns(
      @Nullable String json, byte @Nullable [] bytes, @Nullable String contentType) {
    return json == null && bytes == null
        ? null
        : new StoredValue(json, bytes, contentType == null ? Payload.JSON : contentType);
  }

  /** Returns the value as a payload. */
  public Payload payload() {
    return new Payload(contentType, toBytes());
  }

  /** Returns the value as bytes; JSON text in UTF-8. */
  public byte[] toBytes() {
    if (json != null) {
      return json.getBytes(StandardCharsets.UTF_8);
    }
    return bytes == null ? new byte[0] : bytes;
  }

  /** Returns the kind and the size, never the content. */
  @Override
  public String toString() {
    return json != null
        ? "StoredValue[json, " + json.length() + " chars]"
        : "StoredValue[" + contentType + ", " + (bytes == null ? 0 : bytes.length) + " bytes]";
  }
}
