package dev.taskmeta.internal.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The one check of whether JSON text can stand in a column that SQL queries, the same for every
 * database: nested at most 31 deep, no {@code \u0000}, no unpaired surrogate, numbers within
 * ±1e308. What each database does with the rest differs, from refusing it to breaking every query
 * over it.
 */
final class PortableJson {

  private static final int DEEPEST = 31;
  private static final double GREATEST = 1e308;

  private PortableJson() {}

  /**
   * Reads the whole text.
   *
   * @return whether it is portable
   * @throws tools.jackson.core.JacksonException if it is not JSON
   */
  static boolean check(JsonFactory factory, String text) {
    boolean portable = true;
    int depth = 0;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new tools.jackson.core.exc.StreamReadException(parser, "there is no JSON value");
      }
      for (JsonToken token = first; token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else {
          portable &= isPortable(parser, token);
        }
        portable &= depth <= DEEPEST;
        if (depth == 0 && parser.nextToken() != null) {
          throw new tools.jackson.core.exc.StreamReadException(parser, "more than one JSON value");
        }
      }
    }
    return portable;
  }

  private static boolean isPortable(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_STRING, PROPERTY_NAME -> isPortable(parser);
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT ->
          Math.abs(Double.parseDouble(parser.getString())) <= GREATEST;
      default -> true;
    };
  }

  private static boolean isPortable(JsonParser parser) {
    char[] units = parser.getStringCharacters();
    int end = parser.getStringOffset() + parser.getStringLength();
    for (int at = parser.getStringOffset(); at < end; at++) {
      char unit = units[at];
      if (unit == 0) {
        return false;
      }
      if (Character.isSurrogate(unit)) {
        boolean pair =
            Character.isHighSurrogate(unit)
                && at + 1 < end
                && Character.isLowSurrogate(units[at + 1]);
        if (!pair) {
          return false;
        }
        at++;
      }
    }
    return true;
  }
}
