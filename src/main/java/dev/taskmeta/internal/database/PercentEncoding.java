package dev.taskmeta.internal.database;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as Python's urllib reads it: a malformed escape stays as it is. */
final class PercentEncoding {

  private PercentEncoding() {}

  /** Decodes {@code %xx} as UTF-8; a plus sign stays a plus sign. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    int i = 0;
    while (i < encoded.length) {
      int high = i + 2 < encoded.length && encoded[i] == '%' ? digit(encoded[i + 1]) : -1;
      int low = high < 0 ? -1 : digit(encoded[i + 2]);
      boolean escape = low >= 0;
      decoded.write(escape ? high * 16 + low : encoded[i]);
      i += escape ? 3 : 1;
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  /** Decodes a value of a query, where a plus sign is a space. */
  static String decodeQuery(String text) {
    return decode(text.replace('+', ' '));
  }

  /** Encodes all but letters, digits and {@code -_.*}. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static int digit(byte letter) {
    return Character.digit((char) letter, 16);
  }
}
