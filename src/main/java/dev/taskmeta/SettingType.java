package dev.taskmeta;

import dev.taskmeta.internal.settings.DurationText;
import dev.taskmeta.internal.settings.NearestName;
import dev.taskmeta.internal.settings.Secrets;
import dev.taskmeta.internal.settings.SizeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What values a setting takes.
 *
 * @param name one word for tables
 * @param words what is allowed, for messages
 * @param parse turns a text into the value; throws IllegalArgumentException for a malformed one
 * @param show turns a text into what may be shown of it
 */
record SettingType(
    String name, String words, Function<String, Object> parse, Function<String, String> show) {

  private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]{0,49}");
  private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_$-]{0,62}");
  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");
  private static final Pattern URL = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+._-]*:.+");

  private static SettingType of(String name, String words, Function<String, Object> parse) {
    return new SettingType(name, words, parse, Function.identity());
  }

  static SettingType url() {
    return new SettingType(
        "URL",
        "a URL such as db+postgresql://user:password@host/database",
        text -> require(URL, text.strip(), "not a URL"),
        Secrets::maskUrl);
  }

  /** A result_backend may be the bare alias {@code database}: the URL is in database_url then. */
  static SettingType urlOrDatabase() {
    return new SettingType(
        "URL",
        "a URL such as db+postgresql://user:password@host/database, or the word database",
        text ->
            text.strip().equals("database") ? "database" : require(URL, text.strip(), "not a URL"),
        text -> text.strip().equals("database") ? "database" : Secrets.maskUrl(text.strip()));
  }

  static SettingType workerName() {
    return of("text", "1 to 255 characters without white space at the ends", SettingType::worker);
  }

  static SettingType toggle() {
    return of("true or false", "true or false", SettingType::parseToggle);
  }

  static SettingType count(int least, int most) {
    return of(
        "number",
        "a whole number from " + least + " to " + most,
        text -> number(text, least, most));
  }

  static SettingType size(long least, long most) {
    String range = " from " + SizeText.format(least) + " to " + SizeText.format(most);
    return of("size", SizeText.WORDS + range, text -> inRange(SizeText.parse(text), least, most));
  }

  static SettingType duration(Duration least) {
    return of(
        "duration",
        DurationText.WORDS + ", at least " + DurationText.format(least),
        text -> atLeast(DurationText.parse(text), least));
  }

  /** A time to keep: zero means forever, and so do the words; under a second is a mistake. */
  static SettingType keeping() {
    return of(
        "duration",
        DurationText.WORDS + ", at least 1s; 0, none or never for never",
        SettingType::parseKeeping);
  }

  static SettingType schedule() {
    return of("schedule", CleanupSchedule.WORDS, CleanupSchedule::parse);
  }

  static SettingType windows() {
    return of("windows", CleanupWindows.WORDS, CleanupWindows::parse);
  }

  static SettingType schemaMode() {
    return of(
        "mode",
        "migrate, validate or off",
        text ->
            switch (text.strip().toLowerCase(Locale.ROOT)) {
              case "migrate" -> SchemaMode.MIGRATE;
              case "validate" -> SchemaMode.VALIDATE;
              case "off" -> SchemaMode.OFF;
              default -> throw new IllegalArgumentException("no such mode");
            });
  }

  static SettingType tableNames() {
    return of(
        "names",
        "task=..., group=..., group_member=..., lease=..., history=..., views=..., others=... with lower-case"
            + " names of at most 50 letters, digits and underscores",
        text -> names(text, TABLE));
  }

  static SettingType tableSchemas() {
    return of(
        "names",
        "one schema name for all tables, or task=..., group=... with the same one for each",
        text -> text.contains("=") ? names(text, SCHEMA) : schemaForAll(text.strip()));
  }

  static SettingType classNames() {
    return of("class names", "full class names, separated by commas", SettingType::parseClassNames);
  }

  private static Object parseKeeping(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).matches("none|never")) {
      return Duration.ZERO;
    }
    Duration duration = DurationText.parse(text);
    return duration.isZero() ? duration : atLeast(duration, Duration.ofSeconds(1));
  }

  private static Duration atLeast(Duration duration, Duration least) {
    if (duration.compareTo(least) < 0) {
      throw new IllegalArgumentException("too short");
    }
    return duration;
  }

  private static Object number(String text, int least, int most) {
    if (!text.strip().matches("\\d{1,9}")) {
      throw new IllegalArgumentException("not a whole number in range");
    }
    return (int) inRange(Integer.parseInt(text.strip()), least, most);
  }

  private static long inRange(long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static Object parseToggle(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Object worker(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < 1 || length > 255 || !text.equals(text.strip()) || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a worker's name");
    }
    return text;
  }

  private static String require(Pattern pattern, String text, String complaint) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(complaint);
    }
    return text;
  }

  private static Object schemaForAll(String schema) {
    return Map.of("task", require(SCHEMA, schema, "not a schema name"));
  }

  private static Object names(String text, Pattern pattern) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String entry : text.split(",", -1)) {
      String[] parts = entry.split("=", -1);
      String key = parts[0].strip();
      if (parts.length != 2) {
        throw new IllegalArgumentException("'" + entry.strip() + "' is not key=name");
      }
      if (!TableNames.DEFAULT.byKey().containsKey(key)) {
        throw new IllegalArgumentException(
            "unknown key '"
                + key
                + "'"
                + NearestName.hint(TableNames.DEFAULT.byKey().keySet(), key));
      }
      String name = parts[1].strip();
      // What other names begin with may be nothing.
      if (!name.isEmpty() || !key.equals(TableNames.OTHERS)) {
        require(pattern, name, "'" + name + "' is no such name");
      }
      if (names.put(key, name) != null) {
        throw new IllegalArgumentException("'" + key + "' comes twice");
      }
    }
    return Map.copyOf(names);
  }

  private static Object parseClassNames(String text) {
    List<String> classes = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        classes.add(require(CLASS_NAME, name.strip(), "'" + name.strip() + "' is no class name"));
      }
    }
    return List.copyOf(classes);
  }
}
