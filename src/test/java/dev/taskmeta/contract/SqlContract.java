package dev.taskmeta.contract;

import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a theme runs on that looks at the database itself, or at two backends on one database. Such
 * themes leave memory:// out: it has no connections and no SQL, and no two backends share one.
 */
interface SqlContract extends Contract {

  /** The database that all tests of the class share. */
  TestSchema schema();

  /** Runs a query and returns the text of its first column. */
  default List<@Nullable String> query(String sql, Object... parameters) {
    try (Connection connection = schema().connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int at = 0; at < parameters.length; at++) {
        statement.setObject(at + 1, parameters[at]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<@Nullable String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
