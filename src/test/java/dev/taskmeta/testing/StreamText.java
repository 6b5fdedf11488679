package dev.taskmeta.testing;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The latest piece of a stream as text, with the end of the piece before it. Not thread-safe. */
final class StreamText {
  private static final int KEPT = 200;

  private String text = "";
  private int old;

  void add(byte[] bytes, int length) {
    String kept = text.substring(Math.max(0, text.length() - KEPT));
    old = kept.length();
    text = kept + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Returns whether the pattern is found and its end lies in the latest piece. */
  boolean newlyMatches(@Nullable Pattern pattern) {
    if (pattern == null) {
      return false;
    }
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.end() > old) {
        return true;
      }
    }
    return false;
  }
}
