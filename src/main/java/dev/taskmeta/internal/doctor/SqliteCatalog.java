package dev.taskmeta.internal.doctor;

import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.doctor.SchemaFact.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the catalog of SQLite, which is the text that its tables were made by. */
final class SqliteCatalog extends Catalog {

  private static final String SQL =
      "select sql, name from sqlite_master where type = ? and tbl_name = ? and sql is not null"
          + " order by name";

  private static final Pattern COLUMN =
      Pattern.compile(
          "(?i)(?<type>[^(]*?(?:\\([\\d, ]+\\))?)(?<rest>(?:\\s+(?:collate|null|not|default|check|generated|primary|unique|references)\\b.*)?)");
  private static final Pattern COLLATE = Pattern.compile("\\bcollate (\\w+)");
  private static final Pattern DEFAULT =
      Pattern.compile("\\bdefault ('(?:[^']|'')*'|\\((?:[^()]|\\([^()]*\\))*\\)|\\S+)");
  private static final Pattern CHECK = Pattern.compile("\\bcheck \\(");

  SqliteCatalog(Connection connection, SqlNames names) {
    super(connection, names);
  }

  @Override
  List<SchemaFact> table(String table) throws SQLException {
    List<SchemaFact> facts = new ArrayList<>();
    for (String sql : ask(SQL, row -> row.getString(1), "table", table)) {
      SqliteTable parsed = SqliteTable.parse(sql);
      facts.add(
          new Attributes()
              .with(SchemaFact.STORAGE, parsed.options().isEmpty() ? null : parsed.options())
              .of(Kind.TABLE, table, table));
      parsed.columns().forEach((name, definition) -> add(facts, table, name, definition));
      parsed
          .constraints()
          .forEach(
              (name, definition) ->
                  facts.add(
                      new Attributes()
                          .with(SchemaFact.DEFINITION, definition)
                          .of(Kind.CONSTRAINT, table, name)));
    }
    facts.addAll(
        ask(
            SQL,
            row -> {
              String sql = SqliteTable.plain(row.getString(1));
              return new Attributes()
                  .with(SchemaFact.UNIQUE, sql.toLowerCase(Locale.ROOT).startsWith("create unique"))
                  .with(SchemaFact.VALID, true)
                  .with(SchemaFact.DEFINITION, sql.substring(sql.indexOf('(')))
                  .of(Kind.INDEX, table, row.getString(2));
            },
            "index",
            table));
    return facts;
  }

  private static void add(List<SchemaFact> facts, String table, String name, String definition) {
    Matcher column = COLUMN.matcher(definition);
    if (!column.matches()) {
      throw new IllegalStateException("not a column: " + definition);
    }
    String rest = column.group("rest");
    Matcher check = CHECK.matcher(rest);
    boolean checked = check.find();
    String own = checked ? rest.substring(0, check.start()) : rest;
    facts.add(
        new Attributes()
            .with(SchemaFact.TYPE, column.group("type"))
            .with(SchemaFact.NULLABLE, !own.contains("not null"))
            .with(SchemaFact.COLLATION, first(COLLATE, own))
            .with(SchemaFact.DEFAULT, first(DEFAULT, own))
            .with(SchemaFact.GENERATED, own.contains("primary key") ? "primary key" : null)
            .of(Kind.COLUMN, table, name));
    if (checked) {
      facts.add(
          new Attributes()
              .with(SchemaFact.DEFINITION, rest.substring(check.start()))
              .of(Kind.CONSTRAINT, table, name + "_check"));
    }
  }

  private static @org.jspecify.annotations.Nullable String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  @Override
  List<SchemaFact> view(String view) throws SQLException {
    return all(
        ask(
            SQL,
            row ->
                new Attributes()
                    .with(
                        SchemaFact.DEFINITION,
                        SqliteTable.plain(row.getString(1))
                            .replaceFirst("(?i)^.*? as (?=select|with)", ""))
                    .of(Kind.VIEW, view, view),
            "view",
            view),
        ask(
            "select name from pragma_table_info(?)",
            row -> new Attributes().of(Kind.VIEW_COLUMN, view, row.getString(1)),
            view));
  }
}
