package dev.taskmeta.internal.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values whose JSON is portable by what they are, as most arguments and results: it need not be
 * read once more to be {@linkplain PortableJson checked}. They are the JDK's own lists and maps of
 * texts, whole numbers, booleans and nulls; of any other class Jackson may have been told to write
 * whatever.
 */
final class PlainValue {

  private static final int DEEPEST = 16;

  private PlainValue() {}

  /** Tells whether a value is one of these; false says nothing about its JSON. */
  static boolean is(@Nullable Object value) {
    return is(value, 0);
  }

  private static boolean is(@Nullable Object value, int depth) {
    if (value == null || value instanceof Integer || value instanceof Long) {
      return true;
    }
    if (value instanceof String text) {
      return is(text);
    }
    if (value instanceof Boolean) {
      return true;
    }
    if (depth == DEEPEST || value.getClass().getClassLoader() != null) {
      return false;
    }
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (!is(element, depth + 1)) {
          return false;
        }
      }
      return true;
    }
    return value instanceof Map<?, ?> map && isMap(map, depth);
  }

  private static boolean isMap(Map<?, ?> map, int depth) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      boolean plain =
          entry.getKey() instanceof String name && is(name) && is(entry.getValue(), depth + 1);
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit == 0 || Character.isSurrogate(unit)) {
        return false;
      }
    }
    return true;
  }
}
