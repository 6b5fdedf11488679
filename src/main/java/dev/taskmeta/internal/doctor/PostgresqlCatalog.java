package dev.taskmeta.internal.doctor;

import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.doctor.SchemaFact.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the catalog of PostgreSQL, which everybody may read. */
final class PostgresqlCatalog extends Catalog {

  private static final String OURS =
      " from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
          + " %s where n.nspname = coalesce(?, current_schema()) and c.relname = ?"
          + " and c.relkind in (%s) %s";

  private static final String TABLE = "'r', 'p'";
  private static final String VIEW = "'v'";

  private final Pattern qualifier;

  PostgresqlCatalog(Connection connection, SqlNames names) {
    super(connection, names);
    this.qualifier = qualifier("\"", names.schema());
  }

  @Override
  List<SchemaFact> table(String table) throws SQLException {
    return all(
        ask(
            "select array_to_string(c.reloptions, ', '),"
                + " case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end"
                + OURS.formatted("", TABLE, ""),
            row ->
                new Attributes()
                    .with(SchemaFact.STORAGE, row.getString(1))
                    .with(SchemaFact.PARTITIONS, row.getString(2))
                    .of(Kind.TABLE, table, table),
            schema(),
            table),
        columns(table, TABLE),
        indexes(table),
        constraints(table));
  }

  @Override
  List<SchemaFact> view(String view) throws SQLException {
    return all(
        ask(
            "select pg_catalog.pg_get_viewdef(c.oid)" + OURS.formatted("", VIEW, ""),
            row ->
                new Attributes()
                    .with(SchemaFact.DEFINITION, plain(row.getString(1)))
                    .of(Kind.VIEW, view, view),
            schema(),
            view),
        columns(view, VIEW));
  }

  private List<SchemaFact> columns(String table, String kinds) throws SQLException {
    boolean ofView = kinds.equals(VIEW);
    String query =
        "select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,"
            + " l.collname, pg_catalog.pg_get_expr(d.adbin, d.adrelid),"
            + " a.attidentity, a.attgenerated"
            + OURS.formatted(
                "join pg_catalog.pg_attribute a on a.attrelid = c.oid"
                    + " left join pg_catalog.pg_collation l on l.oid = a.attcollation"
                    + " left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum",
                kinds,
                "and a.attnum > 0 and not a.attisdropped order by a.attnum");
    return ask(
        query,
        row -> {
          Attributes attributes = new Attributes().with(SchemaFact.TYPE, row.getString(2));
          if (!ofView) {
            String generated = row.getString(6) + row.getString(7);
            attributes
                .with(SchemaFact.NULLABLE, !row.getBoolean(3))
                .with(SchemaFact.COLLATION, row.getString(4))
                .with(SchemaFact.DEFAULT, row.getString(5))
                .with(SchemaFact.GENERATED, generated.isEmpty() ? null : words(generated));
          }
          return attributes.of(ofView ? Kind.VIEW_COLUMN : Kind.COLUMN, table, row.getString(1));
        },
        schema(),
        table);
  }

  private static String words(String code) {
    return switch (code) {
      case "a" -> "always as identity";
      case "d" -> "by default as identity";
      default -> "always as";
    };
  }

  /** Those that no constraint has made. */
  private List<SchemaFact> indexes(String table) throws SQLException {
    String query =
        "select x.relname, i.indisunique, i.indisvalid and i.indisready,"
            + " pg_catalog.pg_get_indexdef(i.indexrelid)"
            + OURS.formatted(
                "join pg_catalog.pg_index i on i.indrelid = c.oid"
                    + " join pg_catalog.pg_class x on x.oid = i.indexrelid",
                TABLE,
                "and not exists (select 1 from pg_catalog.pg_constraint k"
                    + " where k.conindid = i.indexrelid and k.conrelid = c.oid) order by x.relname");
    return ask(
        query,
        row ->
            new Attributes()
                .with(SchemaFact.UNIQUE, row.getBoolean(2))
                .with(SchemaFact.VALID, row.getBoolean(3))
                .with(
                    SchemaFact.DEFINITION,
                    plain(row.getString(4).replaceFirst("(?s)^.*? USING ", "")))
                .of(Kind.INDEX, table, row.getString(1)),
        schema(),
        table);
  }

  /** PostgreSQL 18 has one for each column that is not null, too: the columns say that. */
  private List<SchemaFact> constraints(String table) throws SQLException {
    String query =
        "select k.conname, pg_catalog.pg_get_constraintdef(k.oid)"
            + OURS.formatted(
                "join pg_catalog.pg_constraint k on k.conrelid = c.oid",
                TABLE,
                "and k.contype in ('p', 'u', 'c', 'f', 'x') order by k.conname");
    return ask(query, row -> constraint(table, row), schema(), table);
  }

  private SchemaFact constraint(String table, ResultSet row) throws SQLException {
    return new Attributes()
        .with(SchemaFact.DEFINITION, plain(row.getString(2)))
        .of(Kind.CONSTRAINT, table, row.getString(1));
  }

  /**
   * Takes away what differs between versions and names but not in meaning: line breaks, quotes, and
   * before PostgreSQL 16 the table before each of its columns.
   */
  private String plain(String sql) {
    return withoutQualifiers(sql)
        .replace("\"", "")
        .replaceAll("\\s+", " ")
        .replaceAll(";$", "")
        .strip();
  }

  /** A schema and a table may stand before one column. */
  private String withoutQualifiers(String sql) {
    String once = qualifier.matcher(sql).replaceAll("");
    return qualifier.matcher(once).replaceAll("");
  }
}
