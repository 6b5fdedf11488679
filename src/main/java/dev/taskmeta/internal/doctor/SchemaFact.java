package dev.taskmeta.internal.doctor;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a database's catalog says of one thing of the schema.
 *
 * @param kind what it is
 * @param table the table or view it belongs to
 * @param name its own name
 * @param attributes what it is like, by words such as {@code type}; what a thing has not is left
 *     out
 */
record SchemaFact(Kind kind, String table, String name, SortedMap<String, String> attributes) {

  /** The kinds of things, tables and views first. */
  enum Kind {
    TABLE,
    COLUMN,
    INDEX,
    CONSTRAINT,
    VIEW,
    VIEW_COLUMN;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
  }

  static final String TYPE = "type";
  static final String NULLABLE = "nullable";
  static final String COLLATION = "collation";
  static final String DEFAULT = "default";
  static final String GENERATED = "generated";
  static final String COMMENT = "comment";
  static final String DEFINITION = "definition";
  static final String UNIQUE = "unique";
  static final String STORAGE = "storage";
  static final String PARTITIONS = "partitions";
  static final String VALID = "valid";

  /** Of a table, only where this user may not see its constraints. */
  static final String HIDDEN = "hidden";

  private static final String BETWEEN = " | ";
  private static final String IS = ": ";

  SchemaFact {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** Returns an attribute, "" if it has none. */
  String attribute(String word) {
    return attributes.getOrDefault(word, "");
  }

  boolean is(String word) {
    return "yes".equals(attributes.get(word));
  }

  /** What tells it from others, whatever it is like. */
  String key() {
    return kind.word() + " " + subject();
  }

  /** What people call it. */
  String subject() {
    return kind == Kind.TABLE || kind == Kind.VIEW ? table : table + "." + name;
  }

  /** Returns it with all its words changed. */
  SchemaFact map(UnaryOperator<String> change) {
    SortedMap<String, String> changed = new TreeMap<>();
    attributes.forEach((word, value) -> changed.put(word, change.apply(value)));
    return new SchemaFact(kind, change.apply(table), change.apply(name), changed);
  }

  /** Returns it on one line, as {@link #parse} reads it. */
  String line() {
    return key()
        + attributes.entrySet().stream()
            .map(each -> BETWEEN + each.getKey() + IS + each.getValue())
            .collect(Collectors.joining());
  }

  static SchemaFact parse(String line) {
    String[] parts = line.split(" \\| ");
    String kindAndSubject = parts[0];
    int at = kindAndSubject.lastIndexOf(' ');
    Kind kind = Kind.of(kindAndSubject.substring(0, at));
    String[] subject = kindAndSubject.substring(at + 1).split("\\.", 2);
    SortedMap<String, String> attributes = new TreeMap<>();
    Arrays.stream(parts)
        .skip(1)
        .map(part -> part.split(IS, 2))
        .forEach(part -> attributes.put(part[0], part[1]));
    return new SchemaFact(kind, subject[0], subject[subject.length - 1], attributes);
  }
}
