package dev.taskmeta.internal.doctor;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects attributes; those that are null are none. */
final class Attributes {

  private final SortedMap<String, String> all = new TreeMap<>();

  Attributes with(String word, @Nullable String value) {
    if (value != null) {
      all.put(word, value);
    }
    return this;
  }

  Attributes with(String word, boolean value) {
    return with(word, value ? "yes" : "no");
  }

  SchemaFact of(SchemaFact.Kind kind, String table, String name) {
    return new SchemaFact(kind, table, name, all);
  }
}
