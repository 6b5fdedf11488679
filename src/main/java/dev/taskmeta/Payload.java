package dev.taskmeta;

import dev.taskmeta.internal.Limits;
import java.nio.charset.StandardCharsets;

/**
 * An encoded value: bytes and the type of their content. The arrays are not copied; treat them as
 * read-only.
 *
 * @param contentType what the bytes are, such as {@code application/json}; at most 255 code points
 * @param bytes the encoded value
 */
public record Payload(String contentType, byte[] bytes) {

  /** The content type of JSON text in UTF-8. */
  public static final String JSON = "application/json";

  /** The content type of plain text in UTF-8. */
  public static final String TEXT = "text/plain; charset=utf-8";

  /** The content type of bytes that are nothing but bytes. */
  public static final String BYTES = "application/octet-stream";

  /**
   * Checks the content type.
   *
   * @throws RefusedValueException if it is empty, too long, or has white space at an end
   */
  public Payload {
    Limits.CONTENT_TYPE.check(null, contentType);
  }

  /**
   * Returns JSON text as a payload; the text is kept exactly. Whether it is JSON is checked when it
   * is stored.
   *
   * @param text JSON text
   */
  public static Payload json(String text) {
    return new Payload(JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells whether the content is JSON. */
  public boolean isJson() {
    return contentType.equals(JSON);
  }

  /** Returns the bytes as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the content type and the number of bytes, never the content. */
  @Override
  public String toString() {
    return "Payload[" + contentType + ", " + bytes.length + " bytes]";
  }
}
