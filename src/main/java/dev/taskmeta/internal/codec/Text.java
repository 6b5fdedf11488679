package dev.taskmeta.internal.codec;

import org.jspecify.annotations.Nullable;

/** What text may hold: no database keeps U+0000 and unpaired surrogates everywhere. */
public final class Text {

  private static final char SYMBOL_FOR_NULL = '\u2400';
  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /** Returns free text that every database keeps: U+0000 as U+2400, a lone surrogate as U+FFFD. */
  public static @Nullable String clean(@Nullable String text) {
    if (text == null) {
      return null;
    }
    StringBuilder clean = null;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      boolean lone = isLoneSurrogate(text, at);
      if (unit == 0 || lone) {
        clean = clean == null ? new StringBuilder(text) : clean;
        clean.setCharAt(at, lone ? REPLACEMENT : SYMBOL_FOR_NULL);
      }
    }
    return clean == null ? text : clean.toString();
  }

  /** Returns free text cut to a number of code points. */
  public static @Nullable String cut(@Nullable String text, int codePoints) {
    return text == null || text.codePointCount(0, text.length()) <= codePoints
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints));
  }

  /** Returns JSON text whose unpaired surrogates are escaped, which means the same. */
  public static String escapeLoneSurrogates(String json) {
    StringBuilder escaped = null;
    for (int at = 0; at < json.length(); at++) {
      boolean lone = isLoneSurrogate(json, at);
      if (lone && escaped == null) {
        escaped = new StringBuilder(json.length() + 16).append(json, 0, at);
      }
      if (escaped != null) {
        escaped.append(lone ? "\\u%04x".formatted((int) json.charAt(at)) : json.charAt(at));
      }
    }
    return escaped == null ? json : escaped.toString();
  }

  static boolean hasLoneSurrogate(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (isLoneSurrogate(text, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoneSurrogate(CharSequence text, int at) {
    char unit = text.charAt(at);
    if (!Character.isSurrogate(unit)) {
      return false;
    }
    return Character.isHighSurrogate(unit)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }
}
