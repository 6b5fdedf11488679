package dev.taskmeta.internal.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the occurrences of one error have in common, as 16 hex digits. Whatever differs between two
 * of them (quoted text, paths, ids, numbers) is replaced by a sign that stands for it; {@code
 * docs/reporting.md} describes every step. Another result for any text needs another version.
 */
public final class ErrorFingerprint {

  /** The version of the algorithm; part of what is hashed, so that versions never agree. */
  static final int VERSION = 1;

  /** How many characters of a message are looked at. */
  private static final int MOST_READ = 4_096;

  /** How many characters count of what is left of them. */
  private static final int MOST_COUNTED = 512;

  private static final int BYTES = 8;

  // Every pattern takes linear time: what may repeat is possessive, and what a failed attempt has
  // passed is no place where another could begin.

  /** Text in quotation marks on one line; an apostrophe between two letters is none. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?:\"[^\"\\n]*+\"|`[^`\\n]*+`|\u201C[^\u201D\\n]*+\u201D|\u2018[^\u2019\\n]*+\u2019"
              + "|\u00AB[^\u00BB\\n]*+\u00BB"
              + "|(?<![\\p{L}\\p{Nd}])'[^'\\n]*+(?:(?<=\\p{L})'(?=\\p{L})[^'\\n]*+)*+')++");

  private static final Pattern URL =
      Pattern.compile("(?<![a-zA-Z0-9+.-])[a-zA-Z][a-zA-Z0-9+.-]*+://[^\\s\"'`<>]++");

  /** What may be a path: no white space, quotes, brackets or separators of lists. */
  private static final Pattern WORD = Pattern.compile("[^\\s\"'`<>()\\[\\]{},;=|]++");

  private static final Pattern PATH =
      Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*+:)?+(?:~|\\.\\.?)?[/\\\\].++");

  private static final Pattern UUID =
      Pattern.compile(
          "(?<![\\p{L}\\p{Nd}])\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}"
              + "(?![\\p{L}\\p{Nd}])");

  /**
   * Hex: after 0x, after the @ of Java's objects, or 7 digits and more with a number among them;
   * and what mixes 20 letters and digits or more, such as a ULID.
   */
  private static final Pattern HEX =
      Pattern.compile(
          "(?<![\\p{L}\\p{Nd}])(?:0[xX]\\p{XDigit}++|(?<=@)\\p{XDigit}++"
              + "|(?=[a-fA-F]*+[0-9])\\p{XDigit}{7,}+"
              + "|(?=[a-zA-Z]*+[0-9])[a-zA-Z0-9]{20,}+)(?![\\p{L}\\p{Nd}])");

  private static final Pattern NUMBER =
      Pattern.compile("(?:(?<![\\p{L}\\p{Nd}])[-+])?\\p{Nd}++(?:[.,:]\\p{Nd}++)*+");

  private static final Pattern SPACE = Pattern.compile("\\s++");

  private ErrorFingerprint() {}

  /**
   * Returns the fingerprint of an error.
   *
   * @param type the error's qualified class name
   * @param message its message; null where it has none
   */
  public static String of(String type, @Nullable String message) {
    String text = VERSION + "\n" + type + "\n" + (message == null ? "" : common(message));
    byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, BYTES);
  }

  /** What is left of a message when all that differs between two occurrences is replaced. */
  static String common(String message) {
    String text = message.substring(0, Math.min(MOST_READ, message.length()));
    text = QUOTED.matcher(text).replaceAll("\"\"");
    text = URL.matcher(text).replaceAll("/");
    text = WORD.matcher(text).replaceAll(word -> isPath(word.group()) ? "/" : "$0");
    text = UUID.matcher(text).replaceAll("#");
    text = HEX.matcher(text).replaceAll("#");
    text = NUMBER.matcher(text).replaceAll("#");
    text = SPACE.matcher(text).replaceAll(" ").strip();
    return text.substring(0, Math.min(MOST_COUNTED, text.length()));
  }

  /** It begins as a path does, or has two slashes or more. */
  private static boolean isPath(String word) {
    return PATH.matcher(word).matches() || word.indexOf('/') != word.lastIndexOf('/');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
