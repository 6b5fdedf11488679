package dev.taskmeta.internal.doctor;

import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SqlNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The schema as the migrations make it, in the words of each engine's catalog.
 *
 * <p>The files are generated (see {@code jooq-codegen/README.md}): a fact per line, placeholders in
 * place of the tables' names.
 */
public final class SchemaFacts {

  private SchemaFacts() {}

  /** Returns the name of an engine's file. */
  public static String fileName(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT) + ".txt";
  }

  /** Returns the name of the file of what older versions of an engine say otherwise. */
  public static String olderFileName(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT) + "-older.txt";
  }

  /** Reads what an engine's catalog should say of an installation. */
  static List<SchemaFact> expected(Engine engine, SqlNames names) {
    return read(fileName(engine), names);
  }

  /** Reads what older versions of an engine say instead, of what they put otherwise. */
  static List<SchemaFact> older(Engine engine, SqlNames names) {
    return SchemaFacts.class.getResource(olderFileName(engine)) == null
        ? List.of()
        : read(olderFileName(engine), names);
  }

  private static List<SchemaFact> read(String file, SqlNames names) {
    Map<String, String> placeholders = names.byPlaceholder();
    return resource(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(SchemaFact::parse)
        .map(fact -> fact.map(text -> filled(text, placeholders)))
        .toList();
  }

  private static String filled(String text, Map<String, String> placeholders) {
    String filled = text;
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      filled = filled.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
    }
    return filled;
  }

  /**
   * Writes facts as the files hold them.
   *
   * @param names the names that the facts have, which must occur nowhere else in them
   */
  public static String written(List<String> lines, SqlNames names) {
    List<Map.Entry<String, String>> longestFirst =
        names.byPlaceholder().entrySet().stream()
            .sorted(Comparator.comparing(each -> -each.getValue().length()))
            .toList();
    return lines.stream()
        .map(line -> emptied(line, longestFirst) + "\n")
        .collect(Collectors.joining());
  }

  private static String emptied(String line, List<Map.Entry<String, String>> placeholders) {
    String emptied = line;
    for (Map.Entry<String, String> placeholder : placeholders) {
      emptied = emptied.replace(placeholder.getValue(), "${" + placeholder.getKey() + "}");
    }
    return emptied;
  }

  private static String resource(String name) {
    try (InputStream file = SchemaFacts.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("The file " + name + " is not on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + name + " cannot be read", e);
    }
  }
}
