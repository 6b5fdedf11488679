package dev.taskmeta.schema;

import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Plain SQL on test databases. */
final class Sql {

  private Sql() {}

  /** Returns the rows of a query, the columns of each joined by {@code |}. */
  static List<String> rows(TestSchema schema, String query) throws SQLException {
    try (Connection connection = schema.connect()) {
      return rows(connection, query);
    }
  }

  /** Returns the rows of a query, the columns of each joined by {@code |}. */
  static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int column = 1; column <= columns; column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  /** Runs a script on one connection; every statement of ours ends with a line. */
  static void script(TestSchema schema, String script) throws SQLException {
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : script.split(";\\s*(\\n|$)")) {
        if (!sql.lines().allMatch(line -> line.isBlank() || line.startsWith("--"))) {
          statement.execute(sql);
        }
      }
    }
  }
}
