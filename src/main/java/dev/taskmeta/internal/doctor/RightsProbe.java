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
 * Finds out what a user may not do, by statements that change no row: rights that come by roles, by
 * column or by schema count as the server counts them.
 */
final class RightsProbe {

  private final Examination examination;
  private final String who;

  /**
   * Makes a probe.
   *
   * @param examination with a connection of the user
   * @param who what the findings call the user
   */
  RightsProbe(Examination examination, String who) {
    this.examination = examination;
    this.who = who;
  }

  /** Returns what the user lacks of what a role needs; a table that is not there is passed over. */
  List<Finding> findings(DatabaseRole role) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, List<String>> right : Rights.of(role, examination.names()).entrySet()) {
      for (String privilege : right.getValue()) {
        probe(privilege, right.getKey(), findings);
      }
    }
    return findings;
  }

  private void probe(String privilege, String table, List<Finding> findings) throws SQLException {
    try (Statement statement = examination.connection().createStatement()) {
      statement.execute(statement(privilege, table));
    } catch (SQLException e) {
      if (examination.engine().isDenied(e)) {
        findings.add(
            Finding.error(
                PrivilegeCheck.NAME,
                table,
                "%s may not %s: %s".formatted(who, privilege, Doctor.words(e)),
                grant(privilege, examination.table(table))));
      } else if (!isDrift(e)) {
        findings.add(
            Finding.error(
                PrivilegeCheck.NAME,
                table,
                "a statement of %s to %s fails: %s".formatted(who, privilege, Doctor.words(e)),
                ""));
      }
    }
  }

  /** A statement that needs a privilege and changes nothing. */
  private String statement(String privilege, String table) {
    String name = examination.table(table);
    List<String> columns = columns(examination, table);
    return switch (privilege) {
      case "select" -> "select 1 from %s where 1 = 0".formatted(name);
      case "insert" -> insert(examination.engine(), name, columns);
      case "update" -> "update %s set %s = null where 1 = 0".formatted(name, columns.get(0));
      default -> "delete from %s where 1 = 0".formatted(name);
    };
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

  /** Returns the SQL that gives the user a privilege on something. */
  String grant(String privilege, String on) throws SQLException {
    String user = user();
    return user.isEmpty()
        ? "-- SQLite has no users: give this one the right to write the file and its folder"
        : "grant %s on %s to %s;".formatted(privilege, on, user);
  }

  private String user() throws SQLException {
    return switch (examination.engine()) {
      case POSTGRESQL -> examination.queries().first("select quote_ident(current_user)").orElse("");
      case MYSQL, MARIADB ->
          examination
              .queries()
              .first("select concat('''', replace(current_user(), '@', '''@'''), '''')")
              .orElse("");
      case SQLITE -> "";
    };
  }
}
