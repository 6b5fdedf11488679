package dev.taskmeta;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Reads settings from a properties file and from the environment. */
final class SettingsReader {

  /** The variable that names a properties file. */
  static final String CONFIG_VARIABLE = "TASKMETA_CONFIG";

  /** Variables of the prefix that are no settings. */
  static final Set<String> OTHER_VARIABLES = Set.of(CONFIG_VARIABLE);

  private static final String PREFIX = "TASKMETA_";

  private SettingsReader() {}

  static Settings properties(Properties properties) {
    Settings.Builder builder = Settings.builder();
    for (String name : properties.stringPropertyNames()) {
      builder.put(setting(name, "properties"), properties.getProperty(name), "properties");
    }
    return builder.build();
  }

  /** The environment's own settings win over those of the file that it names. */
  static Settings environment(Map<String, String> environment) {
    String file = environment.getOrDefault(CONFIG_VARIABLE, "");
    Settings fromFile =
        file.isBlank() ? Settings.builder().build() : file(Path.of(file), CONFIG_VARIABLE);
    Settings.Builder builder = fromFile.toBuilder();
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              boolean ours = variable.startsWith(PREFIX) && !OTHER_VARIABLES.contains(variable);
              if (ours && !value.isEmpty()) {
                builder.put(ofVariable(variable), value, "environment " + variable);
              }
            });
    return builder.build();
  }

  static Settings file(Path file, String namedBy) {
    Settings.Builder builder = Settings.builder();
    Map<String, Integer> seen = new HashMap<>();
    List<String> lines = lines(file, namedBy);
    StringBuilder logical = new StringBuilder();
    int first = 1;
    for (int number = 1; number <= lines.size(); number++) {
      if (logical.length() == 0) {
        first = number;
      }
      String line = lines.get(number - 1);
      boolean comment = logical.length() == 0 && line.stripLeading().matches("[#!].*");
      logical.append(line).append('\n');
      if (comment || number == lines.size() || !continues(line)) {
        putLine(builder, logical.toString(), file + ":" + first, seen, first);
        logical.setLength(0);
      }
    }
    return builder.build();
  }

  private static void putLine(
      Settings.Builder builder, String line, String source, Map<String, Integer> seen, int number) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(line));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          source + ": a malformed \\u escape; write a backslash twice (\\\\).");
    }
    for (String name : one.stringPropertyNames()) {
      Integer earlier = seen.put(name, number);
      if (earlier != null) {
        throw new ConfigurationException(
            name + " (" + source + ") comes a second time; it is in line " + earlier + " already.");
      }
      builder.put(setting(name, source), one.getProperty(name), source);
    }
  }

  /** A line whose last backslash is not itself escaped goes on in the next one. */
  private static boolean continues(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static List<String> lines(Path file, String namedBy) {
    String what = "settings file " + file + (namedBy.isEmpty() ? "" : " (" + namedBy + ")");
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (MalformedInputException e) {
      throw new ConfigurationException(what + " is not UTF-8; save it as UTF-8.", e);
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read" : "does not exist";
      throw new ConfigurationException(what + " " + why + ".", e);
    }
  }

  private static Setting setting(String name, String source) {
    return Setting.ofKey(name).orElseThrow(() -> UnknownSettings.refuse(name, source));
  }

  private static Setting ofVariable(String variable) {
    for (Setting setting : Setting.values()) {
      if (setting.environmentName().equals(variable)) {
        return setting;
      }
    }
    throw UnknownSettings.refuse(variable, "environment");
  }
}
