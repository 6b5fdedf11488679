package dev.taskmeta;

/**
 * A setting's value as somebody gave it.
 *
 * @param text the value as it was written
 * @param value the value as it was read
 * @param source where it was written: a file and line, a variable of the environment, the program
 */
record GivenValue(String text, Object value, String source) {

  /** Reads a value, or throws ConfigurationException if it is malformed. */
  static GivenValue read(Setting setting, String text, String source) {
    try {
      return new GivenValue(text, setting.type().parse().apply(text), source);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          setting.key()
              + " = '"
              + setting.type().show().apply(text)
              + "' ("
              + source
              + "): "
              + e.getMessage()
              + ". Allowed: "
              + setting.allowed()
              + setting.defaultText().map(value -> "; the default is " + value).orElse("")
              + ".");
    }
  }

  /** Returns the value as it may be shown: without passwords. */
  String shown(Setting setting) {
    return setting.type().show().apply(text);
  }
}
