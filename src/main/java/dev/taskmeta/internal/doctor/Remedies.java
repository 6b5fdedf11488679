package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.doctor.SchemaFact.Kind;
import java.util.List;

/** The SQL that makes the schema again what the migrations made it. */
final class Remedies {

  private static final String ANEW =
      "-- SQLite changes neither columns nor constraints of a table: make a new file with taskmeta"
          + " migrate and copy the rows into it";

  private final Engine engine;
  private final SqlNames names;
  private final Scripts views;
  private final List<SchemaFact> expected;

  Remedies(Engine engine, SqlNames names, List<SchemaFact> expected) {
    this.engine = engine;
    this.names = names;
    this.views = new Scripts(engine, names);
    this.expected = expected;
  }

  /** Tells of a table or view that is not there, and makes it anew. */
  Finding lost(String table) {
    boolean view = names.views().contains(table);
    return Finding.error(
        DriftCheck.NAME,
        table,
        view ? "the view is missing: reports fail" : "the table is missing: what needs it fails",
        view
            ? view(table)
            : "-- restore it from a backup, or make it anew and empty:\n" + views.table(table));
  }

  /** Adds a column, an index or a constraint that is missing. */
  String add(SchemaFact fact) {
    return switch (fact.kind()) {
      case COLUMN -> addColumn(fact);
      case INDEX -> addIndex(fact);
      default ->
          engine == Engine.SQLITE
              ? ANEW
              : alter(fact)
                  + "add constraint "
                  + engine.quoted(fact.name())
                  + " "
                  + fact.attribute(SchemaFact.DEFINITION)
                  + ";";
    };
  }

  /** Takes away what is none of ours. */
  String drop(SchemaFact fact) {
    String what = "drop %s %s;".formatted(fact.kind().word(), engine.quoted(fact.name()));
    return switch (fact.kind()) {
      case INDEX -> dropIndex(fact);
      case CONSTRAINT -> engine == Engine.SQLITE ? ANEW : alter(fact) + what;
      default -> alter(fact) + what;
    };
  }

  /** Brings an index back into use. */
  String validate(SchemaFact fact) {
    return switch (engine) {
      case POSTGRESQL -> "reindex index concurrently " + names.qualified(fact.name()) + ";";
      case MYSQL -> alter(fact) + "alter index " + engine.quoted(fact.name()) + " visible;";
      case MARIADB -> alter(fact) + "alter index " + engine.quoted(fact.name()) + " not ignored;";
      case SQLITE -> "reindex " + engine.quoted(fact.name()) + ";";
    };
  }

  /** Makes a thing again what it was. */
  String change(SchemaFact fact, SchemaFact found) {
    if (fact.kind() != Kind.COLUMN) {
      return drop(fact) + "\n" + add(fact);
    }
    return switch (engine) {
      case POSTGRESQL -> changePostgresql(fact, found);
      case MYSQL, MARIADB -> alter(fact) + "modify column " + column(fact, true) + ";";
      case SQLITE -> ANEW;
    };
  }

  /** Sets storage parameters. */
  String store(SchemaFact fact, List<String> parameters) {
    return engine == Engine.POSTGRESQL
        ? alter(fact) + "set (" + String.join(", ", parameters) + ");"
        : engine == Engine.SQLITE ? ANEW : alter(fact) + String.join(" ", parameters) + ";";
  }

  /** Makes a view anew. */
  String view(String view) {
    return views.anew(view);
  }

  /** Lets a user see how a view is made. */
  String showView(String view) {
    return "grant show view on %s to current_user();".formatted(names.qualified(view));
  }

  private String alter(SchemaFact fact) {
    return "alter table " + names.qualified(fact.table()) + " ";
  }

  private String addColumn(SchemaFact fact) {
    boolean needsValue =
        !fact.is(SchemaFact.NULLABLE)
            && fact.attribute(SchemaFact.DEFAULT).isEmpty()
            && fact.attribute(SchemaFact.GENERATED).isEmpty();
    if (!needsValue) {
      return alter(fact) + "add column " + column(fact, true) + ";";
    }
    if (engine == Engine.SQLITE) {
      return ANEW;
    }
    String add = alter(fact) + "add column " + column(fact, false) + ";\n";
    String require =
        engine == Engine.POSTGRESQL
            ? "alter column " + engine.quoted(fact.name()) + " set not null;"
            : "modify column " + column(fact, true) + ";";
    return add + "-- fill it where there are rows, then:\n" + alter(fact) + require;
  }

  /** A column as DDL defines it, with its own will about null or without. */
  private String column(SchemaFact fact, boolean asItIs) {
    String collation = fact.attribute(SchemaFact.COLLATION);
    boolean collated = !collation.isEmpty() && !collation.equals("default");
    StringBuilder column = new StringBuilder(engine.quoted(fact.name()));
    column.append(' ').append(fact.attribute(SchemaFact.TYPE));
    if (collated) {
      // Engines take the charset from the collation.
      column.append(" collate ").append(quotedCollation(collation));
    }
    column.append(asItIs && !fact.is(SchemaFact.NULLABLE) ? " not null" : " null");
    if (!fact.attribute(SchemaFact.DEFAULT).isEmpty()) {
      column.append(" default ").append(fact.attribute(SchemaFact.DEFAULT));
    }
    if (!fact.attribute(SchemaFact.GENERATED).isEmpty()) {
      String generated = fact.attribute(SchemaFact.GENERATED);
      column.append(generated.contains("identity") ? " generated " : " ").append(generated);
    }
    expected.stream()
        .filter(each -> engine == Engine.SQLITE && each.kind() == Kind.CONSTRAINT)
        .filter(each -> each.subject().equals(fact.subject() + "_check"))
        .forEach(check -> column.append(' ').append(check.attribute(SchemaFact.DEFINITION)));
    if (!fact.attribute(SchemaFact.COMMENT).isEmpty()) {
      column.append(" comment '").append(fact.attribute(SchemaFact.COMMENT).replace("'", "''"));
      column.append('\'');
    }
    return column.toString();
  }

  private String quotedCollation(String collation) {
    return engine == Engine.POSTGRESQL ? engine.quoted(collation) : collation;
  }

  /** PostgreSQL changes no type that a view is made of. */
  private String changePostgresql(SchemaFact fact, SchemaFact found) {
    String column = alter(fact) + "alter column " + engine.quoted(fact.name()) + " ";
    StringBuilder sql = new StringBuilder();
    boolean retyped =
        differ(fact, found, SchemaFact.TYPE) || differ(fact, found, SchemaFact.COLLATION);
    if (retyped) {
      String collation = fact.attribute(SchemaFact.COLLATION);
      sql.append(column).append("type ").append(fact.attribute(SchemaFact.TYPE));
      if (!collation.isEmpty()) {
        sql.append(" collate ").append(engine.quoted(collation));
      }
      sql.append(
          " using %s::text::%s;\n"
              .formatted(engine.quoted(fact.name()), fact.attribute(SchemaFact.TYPE)));
    }
    if (differ(fact, found, SchemaFact.NULLABLE)) {
      sql.append(column)
          .append(fact.is(SchemaFact.NULLABLE) ? "drop" : "set")
          .append(" not null;\n");
    }
    if (differ(fact, found, SchemaFact.DEFAULT)) {
      String value = fact.attribute(SchemaFact.DEFAULT);
      sql.append(column).append(value.isEmpty() ? "drop default" : "set default " + value);
      sql.append(";\n");
    }
    return retyped
        ? views.around(fact.table(), fact.name(), sql.toString())
        : sql.toString().strip();
  }

  private static boolean differ(SchemaFact fact, SchemaFact found, String word) {
    return !fact.attribute(word).equals(found.attribute(word));
  }

  private String addIndex(SchemaFact fact) {
    String unique = fact.is(SchemaFact.UNIQUE) ? "unique " : "";
    String definition = fact.attribute(SchemaFact.DEFINITION);
    String index = engine.quoted(fact.name());
    String table = names.qualified(fact.table());
    return switch (engine) {
      case POSTGRESQL ->
          "create %sindex %s%s on %s using %s;"
              .formatted(unique, concurrently(fact), index, table, definition);
      case MYSQL, MARIADB -> {
        String columns = definition.substring(definition.indexOf('('));
        yield alter(fact)
            + (fact.name().equals("PRIMARY")
                ? "add primary key " + columns + ";"
                : "add %sindex %s %s;".formatted(unique, index, columns));
      }
      case SQLITE -> "create %sindex %s on %s %s;".formatted(unique, index, table, definition);
    };
  }

  private String dropIndex(SchemaFact fact) {
    return switch (engine) {
      case POSTGRESQL -> "drop index " + concurrently(fact) + names.qualified(fact.name()) + ";";
      case MYSQL, MARIADB ->
          alter(fact)
              + (fact.name().equals("PRIMARY")
                  ? "drop primary key;"
                  : "drop index " + engine.quoted(fact.name()) + ";");
      case SQLITE -> "drop index " + engine.quoted(fact.name()) + ";";
    };
  }

  /** What is partitioned has its indexes made and dropped under a lock. */
  private String concurrently(SchemaFact fact) {
    boolean partitioned =
        expected.stream()
            .anyMatch(
                each ->
                    each.kind() == Kind.TABLE
                        && each.table().equals(fact.table())
                        && !each.attribute(SchemaFact.PARTITIONS).isEmpty());
    return partitioned ? "" : "concurrently ";
  }
}
