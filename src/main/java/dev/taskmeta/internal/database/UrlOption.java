package dev.taskmeta.internal.database;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * An option of a database URL and what becomes of it.
 *
 * @param name the option as it is written after the question mark
 * @param becomes the driver's property, or why it is ignored or refused, for tables and messages
 * @param effect what the option does to the driver's properties; throws IllegalArgumentException if
 *     its value is malformed or the option is refused
 */
record UrlOption(String name, String becomes, Effect effect) {

  /** Turns an option's value into driver properties. */
  interface Effect {
    void apply(String value, Map<String, String> properties);
  }

  /** An option that is a driver property under another name. */
  static UrlOption property(String name, String property) {
    return property(name, property, UnaryOperator.identity());
  }

  /** An option whose value is translated into that of a driver property. */
  static UrlOption property(String name, String property, UnaryOperator<String> translation) {
    return new UrlOption(
        name,
        "`" + property + "`",
        (value, properties) -> properties.put(property, translation.apply(value)));
  }

  /** An option that changes nothing here. */
  static UrlOption ignored(String name, String why) {
    return new UrlOption(name, "ignored: " + why, (value, properties) -> {});
  }

  /** An option that is read elsewhere, before the driver's properties are made. */
  static UrlOption read(String name, String becomes) {
    return new UrlOption(name, becomes, (value, properties) -> {});
  }

  /** An option that cannot work here. */
  static UrlOption refused(String name, String why) {
    return new UrlOption(
        name,
        "refused: " + why,
        (value, properties) -> {
          throw new IllegalArgumentException("is refused: " + why);
        });
  }

  /** Reads a whole or decimal number of seconds as milliseconds. */
  static String millis(String seconds) {
    if (!seconds.matches("\\d{1,6}(\\.\\d{1,3})?")) {
      throw new IllegalArgumentException("is a number of seconds, such as 10 or 0.5");
    }
    return String.valueOf(Math.round(Double.parseDouble(seconds) * 1000));
  }

  /** Reads Python's and SQL's words for true and false. */
  static boolean isTrue(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes", "on" -> true;
      case "0", "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("is true or false");
    };
  }

  /** Checks a value against the only ones that there are, and translates it. */
  static UnaryOperator<String> oneOf(Map<String, String> translations) {
    return value -> {
      String translated = translations.get(value.toLowerCase(Locale.ROOT));
      if (translated == null) {
        throw new IllegalArgumentException(
            "is one of " + String.join(", ", new TreeSet<>(translations.keySet())));
      }
      return translated;
    };
  }
}
