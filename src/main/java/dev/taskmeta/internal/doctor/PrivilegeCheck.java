package dev.taskmeta.internal.doctor;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Finding;
import dev.taskmeta.internal.database.Engine;
import dev.taskmeta.internal.database.Rights;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Finds out what this user may not do, by statements that change no row: rights that come by roles,
 * by column or by schema count as the server counts them.
 */
final class PrivilegeCheck implements Check {

  static final String NAME = "privileges";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    Map<String, List<String>> rights = Rights.of(DatabaseRole.APPLICATION, examination.names());
    for (Map.Entry<String, List<String>> right : rights.entrySet()) {
      String table = right.getKey();
      for (String privilege : right.getValue()) {
        probe(examination, privilege, table, findings);
      }
    }
    return findings;
  }

  private static void probe(
      Examination examination, String privilege, String table, List<Finding> findings)
      throws SQLException {
    String name = examination.table(table);
    List<String> columns = columns(examination, table);
    String sql =
        switch (privilege) {
          case "select" -> "select 1 from %s where 1 = 0".formatted(name);
          case "insert" -> insert(examination.engine(), name, columns);
          case "update" -> "update %s set %s = null where 1 = 0".formatted(name, columns.get(0));
          default -> "delete from %s where 1 = 0".formatted(name);
        };
    try (Statement statement = examination.connection().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      if (examination.engine().isDenied(e)) {
        findings.add(
            Finding.error(
                NAME,
                table,
                "this user may not %s: %s".formatted(privilege, Doctor.words(e)),
                remedy(examination, privilege, name)));
      } else if (!isDrift(e)) {
        findings.add(
            Finding.error(
                NAME,
                table,
                "a statement to %s fails: %s".formatted(privilege, Doctor.words(e)),
                ""));
      }
    }
  }

  /** A table or column that is not there is told elsewhere. */
  private static boolean isDrift(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String words = String.valueOf(failure.getMessage());
    return state.startsWith("42") || words.contains("no such") || words.contains("has no column");
  }

  /** From no table, so that it needs no right to read one; all columns, as many need a value. */
  private static String insert(Engine engine, String table, List<String> columns) {
    String none = engine == Engine.MYSQL || engine == Engine.MARIADB ? " from dual" : "";
    return "insert into %s (%s) select %s%s where 1 = 0"
        .formatted(
            table,
            String.join(", ", columns),
            String.join(", ", Collections.nCopies(columns.size(), "null")),
            none);
  }

  /** The history's are quoted as Flyway made them. */
  private static List<String> columns(Examination examination, String table) {
    List<String> columns =
        SchemaFacts.expected(examination.engine(), examination.names()).stream()
            .filter(fact -> fact.kind() == SchemaFact.Kind.COLUMN && fact.table().equals(table))
            .map(fact -> examination.engine().quoted(fact.name()))
            .toList();
    return columns.isEmpty() ? List.of(examination.engine().quoted("installed_rank")) : columns;
  }

  private static String remedy(Examination examination, String privilege, String table)
      throws SQLException {
    String user =
        switch (examination.engine()) {
          case POSTGRESQL ->
              examination.queries().first("select quote_ident(current_user)").orElse("");
          case MYSQL, MARIADB ->
              examination
                  .queries()
                  .first("select concat('''', replace(current_user(), '@', '''@'''), '''')")
                  .orElse("");
          case SQLITE -> "";
        };
    return user.isEmpty()
        ? "-- SQLite has no users: give this one the right to write the file and its folder"
        : "grant %s on %s to %s;".formatted(privilege, table, user);
  }
}
