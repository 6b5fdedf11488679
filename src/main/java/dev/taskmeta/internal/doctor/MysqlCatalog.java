package dev.taskmeta.internal.doctor;

import dev.taskmeta.internal.database.SqlNames;
import dev.taskmeta.internal.doctor.SchemaFact.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the catalog of MySQL or MariaDB, which shows a user what the user has rights on. */
final class MysqlCatalog extends Catalog {

  private static final String OURS =
      " where %1$s.table_schema = coalesce(?, database()) and %1$s.table_name = ?";

  private final boolean mariadb;
  private final Pattern qualifier;

  MysqlCatalog(Connection connection, SqlNames names, boolean mariadb) throws SQLException {
    super(connection, names);
    String schema = names.schema();
    this.qualifier = qualifier("`", schema == null ? connection.getCatalog() : schema);
    this.mariadb = mariadb;
  }

  @Override
  List<SchemaFact> table(String table) throws SQLException {
    return all(
        ask(
            "select t.engine, t.row_format,"
                + " (select concat(max(p.partition_method), ' ', max(p.partition_expression))"
                + " from information_schema.partitions p where p.table_schema = t.table_schema"
                + " and p.table_name = t.table_name and p.partition_method is not null),"
                + " (select count(*) from information_schema.table_constraints k"
                + " where k.table_schema = t.table_schema and k.table_name = t.table_name)"
                + " from information_schema.tables t"
                + OURS.formatted("t")
                + " and t.table_type = 'BASE TABLE'",
            row ->
                new Attributes()
                    .with(
                        SchemaFact.STORAGE,
                        "engine=%s, row_format=%s"
                            .formatted(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT)))
                    .with(SchemaFact.PARTITIONS, plain(row.getString(3)))
                    // MariaDB hides them from who may only read the table: each has a key at least.
                    .with(SchemaFact.HIDDEN, row.getInt(4) == 0 ? "constraints" : null)
                    .of(Kind.TABLE, table, table),
            schema(),
            table),
        ask(columns(), row -> column(Kind.COLUMN, table, row), schema(), table),
        ask(indexes(), row -> index(table, row), schema(), table),
        ask(checks(), row -> check(table, row), schema(), table));
  }

  @Override
  List<SchemaFact> view(String view) throws SQLException {
    return all(
        ask(
            "select v.view_definition, v.security_type from information_schema.views v"
                + OURS.formatted("v"),
            row ->
                new Attributes()
                    .with(SchemaFact.DEFINITION, shown(row.getString(1)))
                    .with("security", row.getString(2).toLowerCase(Locale.ROOT))
                    .of(Kind.VIEW, view, view),
            schema(),
            view),
        ask(columns(), row -> column(Kind.VIEW_COLUMN, view, row), schema(), view));
  }

  /** Who may not see how a view is made is given an empty text. */
  private @Nullable String shown(@Nullable String definition) {
    return definition == null || definition.isEmpty() ? null : plain(definition);
  }

  private static String columns() {
    return "select c.column_name, c.column_type, c.is_nullable, c.collation_name,"
        + " c.column_default, c.extra, c.generation_expression, c.column_comment, c.data_type"
        + " from information_schema.columns c"
        + OURS.formatted("c")
        + " order by c.ordinal_position";
  }

  private SchemaFact column(Kind kind, String table, ResultSet row) throws SQLException {
    // MySQL before 8.0.19, and MariaDB, say how wide an integer is printed.
    String type = row.getString(2).replaceAll("int\\(\\d+\\)", "int");
    Attributes attributes = new Attributes().with(SchemaFact.TYPE, type);
    if (kind == Kind.COLUMN) {
      String extra = row.getString(6).toLowerCase(Locale.ROOT);
      String expression = row.getString(7);
      boolean computed = expression != null && !expression.isEmpty();
      attributes
          .with(SchemaFact.NULLABLE, row.getString(3).equals("YES"))
          .with(SchemaFact.COLLATION, row.getString(4))
          .with(SchemaFact.DEFAULT, defaultOf(row.getString(5), extra, row.getString(9)))
          .with(SchemaFact.COMMENT, row.getString(8).replace(" | ", " / "));
      String generated = extra.replace("default_generated", "").strip();
      if (computed) {
        attributes.with(SchemaFact.GENERATED, "as (%s) %s".formatted(plain(expression), generated));
      } else if (!generated.isEmpty()) {
        attributes.with(SchemaFact.GENERATED, generated);
      }
    }
    return attributes.of(kind, table, row.getString(1));
  }

  /** A default as DDL has it: MySQL leaves out the quotes, MariaDB says NULL for none. */
  private @Nullable String defaultOf(@Nullable String value, String extra, String dataType) {
    if (value == null || mariadb && value.equals("NULL")) {
      return null;
    }
    if (mariadb) {
      return plain(value);
    }
    if (extra.contains("default_generated")) {
      return "(" + plain(value) + ")";
    }
    boolean number = dataType.endsWith("int") || dataType.equals("decimal");
    return number ? value : "'" + value.replace("'", "''") + "'";
  }

  private String indexes() {
    String key = "case when s.sub_part is null then '' else concat('(', s.sub_part, ')') end";
    String column =
        mariadb ? "s.column_name" : "coalesce(s.column_name, concat('(', s.expression, ')'))";
    return "select s.index_name, max(s.non_unique), max(%s) = 'YES', max(s.index_type),"
            .formatted(mariadb ? "if(s.ignored = 'YES', 'NO', 'YES')" : "s.is_visible")
        + " group_concat(concat(%s, %s, if(s.collation = 'D', ' desc', ''))".formatted(column, key)
        + " order by s.seq_in_index separator ', ')"
        + " from information_schema.statistics s"
        + OURS.formatted("s")
        + " group by s.index_name order by s.index_name";
  }

  private SchemaFact index(String table, ResultSet row) throws SQLException {
    return new Attributes()
        .with(SchemaFact.UNIQUE, row.getInt(2) == 0)
        .with(SchemaFact.VALID, row.getBoolean(3))
        .with(
            SchemaFact.DEFINITION,
            "%s (%s)".formatted(row.getString(4).toLowerCase(Locale.ROOT), plain(row.getString(5))))
        .of(Kind.INDEX, table, row.getString(1));
  }

  /** Checks and foreign keys; keys are indexes. */
  private String checks() {
    String table = mariadb ? " and c.table_name = t.table_name" : "";
    String enforced = mariadb ? "'YES'" : "t.enforced";
    return "select t.constraint_name, t.constraint_type, c.check_clause, "
        + enforced
        + " from information_schema.table_constraints t"
        + " left join information_schema.check_constraints c"
        + " on c.constraint_schema = t.constraint_schema and c.constraint_name = t.constraint_name"
        + table
        + OURS.formatted("t")
        + " and t.constraint_type in ('CHECK', 'FOREIGN KEY') order by t.constraint_name";
  }

  private SchemaFact check(String table, ResultSet row) throws SQLException {
    String clause = row.getString(3);
    boolean check = row.getString(2).equals("CHECK");
    String off = row.getString(4).equals("NO") ? " not enforced" : "";
    // MariaDB shows a check only to who may do more than read and write rows.
    return new Attributes()
        .with(
            SchemaFact.DEFINITION,
            clause != null
                ? "check (%s)%s".formatted(withoutOuter(plain(clause)), off)
                : check ? null : "foreign key")
        .of(Kind.CONSTRAINT, table, row.getString(1));
  }

  /** MySQL puts parentheses around a check, MariaDB does not. */
  private static String withoutOuter(String clause) {
    int depth = 0;
    for (int at = 0; at < clause.length() - 1; at++) {
      depth += clause.charAt(at) == '(' ? 1 : clause.charAt(at) == ')' ? -1 : 0;
      if (depth == 0) {
        return clause;
      }
    }
    return clause.substring(1, clause.length() - 1);
  }

  /**
   * Takes away what differs between versions, names and connections but not in meaning: line
   * breaks, quotes, the schema and the table before a column, the charset of a literal or a cast.
   */
  private @Nullable String plain(@Nullable String sql) {
    return sql == null
        ? null
        : withoutQualifiers(sql)
            .replace("`", "")
            .replaceAll("\\b_utf8mb[34]\\\\?(?=')", "")
            .replaceAll("(\\bchar\\(\\d+\\)) charset \\w+", "$1")
            .replace("\\'", "'")
            .replaceAll("\\s+", " ")
            .strip();
  }

  /** The schema and the table stand before every column. */
  private String withoutQualifiers(String sql) {
    String once = qualifier.matcher(sql).replaceAll("");
    return qualifier.matcher(once).replaceAll("");
  }
}
