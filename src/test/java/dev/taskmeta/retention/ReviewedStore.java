package dev.taskmeta.retention;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.internal.store.SqlProvider;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.RetentionStore;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.testing.TestEngine;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A fresh schema with a backend that stores in it and the store that reviews what it has stored.
 */
final class ReviewedStore implements AutoCloseable {

  private static final Settings SETTINGS =
      Settings.builder()
          .set(Setting.CLEANUP_SCHEDULE, "off")
          .set(Setting.RESULT_EXPIRES, "1h")
          .set(Setting.UNFINISHED_EXPIRES, "2h")
          .build();

  private final TestSchema schema;
  private final ResultBackend backend;
  private final ResultStore store;

  ReviewedStore(TestSchema schema) {
    this.schema = schema;
    this.backend =
        ResultBackend.builder()
            .url(schema.url())
            .set(Setting.CLEANUP_SCHEDULE, "off")
            .set(Setting.CLEANUP_PAUSE, "1ms")
            .set(Setting.RESULT_EXPIRES, "1h")
            .set(Setting.UNFINISHED_EXPIRES, "2h")
            .build();
    this.store = open(schema.dataSource());
  }

  ResultBackend backend() {
    return backend;
  }

  RetentionStore retention() {
    return store.retention().orElseThrow();
  }

  /** Opens the store on another data source. */
  ResultStore open(DataSource dataSource) {
    return new SqlProvider()
        .open(
            new StoreContext(
                null, dataSource, SETTINGS.toBuilder().set(Setting.SCHEMA_MODE, "off").build()));
  }

  /** Reviews all that is due, and all rows if the policies have changed. */
  void reviewAll() {
    if (retention().applyPolicies()) {
      while (retention().sweep(100) == 100) {
        // The next page.
      }
    }
    while (retention().review(100) > 0) {
      // The next batch.
    }
  }

  /** Adds a policy; the values of its columns as SQL, such as {@code name_pattern = 'a', …}. */
  void policy(
      long id, String pattern, @Nullable String state, @Nullable String queue, String more) {
    execute(
        "insert into retention_policy (policy_id, name_pattern, state, queue, "
            + more.replaceAll("\\s*=\\s*[^,]*", "")
            + ") values (?, ?, ?, ?, "
            + more.replaceAll("[a-z_]+\\s*=", "")
            + ")",
        id,
        pattern,
        state,
        queue);
  }

  int execute(String sql, @Nullable Object... parameters) {
    try (Connection connection = schema.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int at = 0; at < parameters.length; at++) {
        statement.setObject(at + 1, parameters[at]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The rows of a query, each as its columns' texts with a bar between. */
  List<String> query(String sql, @Nullable Object... parameters) {
    try (Connection connection = schema.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int at = 0; at < parameters.length; at++) {
        statement.setObject(at + 1, parameters[at]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<String> found = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<String> values = new ArrayList<>();
          for (int column = 1; column <= columns; column++) {
            values.add(String.valueOf(rows.getString(column)));
          }
          found.add(String.join("|", values));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** One value. */
  String value(String sql, @Nullable Object... parameters) {
    List<String> rows = query(sql, parameters);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows: " + sql);
    }
    return rows.get(0);
  }

  TestSchema schema() {
    return schema;
  }

  boolean isSqlite() {
    return schema.engine() == TestEngine.SQLITE;
  }

  @Override
  public void close() {
    store.close();
    backend.close();
  }
}
