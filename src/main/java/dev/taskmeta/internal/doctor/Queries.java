package dev.taskmeta.internal.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plain questions on one connection. */
record Queries(Connection connection) {

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Asks with parameters, all of them texts. */
  <T> List<T> rows(String query, Row<T> read, @Nullable String... parameters) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int at = 0; at < parameters.length; at++) {
        statement.setString(at + 1, parameters[at]);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(read.read(row));
        }
      }
    }
    return rows;
  }

  /** Returns the first column of the first row, unless there is none or it is null. */
  Optional<String> first(String query, @Nullable String... parameters) throws SQLException {
    List<Optional<String>> rows =
        rows(query, row -> Optional.ofNullable(row.getString(1)), parameters);
    return rows.isEmpty() ? Optional.empty() : rows.get(0);
  }
}
