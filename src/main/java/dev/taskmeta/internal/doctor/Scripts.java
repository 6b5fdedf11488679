package dev.taskmeta.internal.doctor;

import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.MigrationScript;
import dev.taskmeta.internal.database.SqlNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The statements of the migrations that make a view or a table, for making it anew. */
final class Scripts {

  private final SqlNames names;
  private final Engine engine;
  private final List<String> all = new ArrayList<>();
  private final Map<String, String> views = new LinkedHashMap<>();

  Scripts(Engine engine, SqlNames names) {
    this.engine = engine;
    this.names = names;
    for (MigrationScript script : MigrationScript.ALL) {
      for (String part :
          script.sql(engine, names.placeholders(null, false)).split(";\\s*(\\n|$)")) {
        String statement = part.replaceFirst("\\A(\\s*--[^\\n]*\\n|\\s+)*", "");
        if (!statement.isBlank()) {
          all.add(statement);
        }
      }
    }
    names.views().forEach(view -> views.put(view, ofView(Pattern.quote(engine.quoted(view)))));
  }

  private String ofView(String quoted) {
    StringBuilder newest = new StringBuilder();
    for (String statement : all) {
      if (statement.matches("(?s)create (or replace )?view " + quoted + ".*")) {
        newest.setLength(0);
        newest.append(statement).append(";\n");
      } else if (statement.matches("(?s)comment on (view|column) " + quoted + "\\W.*")) {
        newest.append(statement).append(";\n");
      }
    }
    return newest.toString();
  }

  /** Returns what makes a table as the migrations left it. */
  String table(String table) {
    String quoted = Pattern.quote(engine.quoted(table));
    return all.stream()
        .filter(
            statement ->
                statement.matches(
                    "(?s)(create table|alter table|insert into|update|comment on (table|column)) "
                        + quoted
                        + "\\W.*|create index\\s+\\S+ on "
                        + quoted
                        + " .*"))
        .map(statement -> statement + ";\n")
        .collect(Collectors.joining());
  }

  /** Returns what drops a view and those that are made of it, and what makes them again. */
  String anew(String view) {
    return around(withThoseMadeOf(List.of(view)), "");
  }

  /** Returns a statement on a column; around it, what drops and makes the views that show it. */
  String around(String table, String column, String statement) {
    List<String> showing =
        views.keySet().stream()
            .filter(view -> mentions(view, table) && mentions(view, column))
            .toList();
    return showing.isEmpty() ? statement.strip() : around(withThoseMadeOf(showing), statement);
  }

  private boolean mentions(String view, String word) {
    return Pattern.compile("\\b" + Pattern.quote(word) + "\\b")
        .matcher(Objects.requireNonNull(views.get(view)))
        .find();
  }

  private String around(List<String> views, String statement) {
    List<String> lastFirst = new ArrayList<>(views);
    Collections.reverse(lastFirst);
    return lastFirst.stream()
            .map(view -> "drop view if exists " + names.qualified(view) + ";\n")
            .collect(Collectors.joining())
        + statement
        + views.stream().map(this.views::get).collect(Collectors.joining())
        + "-- the rights on the views went with them: taskmeta migrate --plan --roles prints the grants";
  }

  private List<String> withThoseMadeOf(List<String> some) {
    List<String> found = new ArrayList<>(some);
    for (String other : names.views()) {
      if (!found.contains(other) && found.stream().anyMatch(view -> mentions(other, view))) {
        found.add(other);
      }
    }
    // In the order in which they can be made.
    return names.views().stream().filter(found::contains).toList();
  }
}
