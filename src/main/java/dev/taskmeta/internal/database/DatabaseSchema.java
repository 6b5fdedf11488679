package dev.taskmeta.internal.database;

import dev.taskmeta.BackendUnavailableException;
import dev.taskmeta.DatabaseRole;
import dev.taskmeta.spi.SchemaAdministration;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The schema of one database: made, checked, and planned for somebody else to make. Thread-safe.
 */
public final class DatabaseSchema implements SchemaAdministration {

  private final SchemaTarget target;

  /** Makes the administration of a schema; nothing is asked or changed yet. */
  public DatabaseSchema(SchemaTarget target) {
    this.target = target;
  }

  @Override
  public List<String> migrate() {
    return ask(() -> new SchemaMigrator(target).migrate());
  }

  @Override
  public String plan() {
    return ask(() -> new SchemaPlan(target).sql());
  }

  @Override
  public String plan(Map<DatabaseRole, String> roles) {
    return ask(() -> new SchemaPlan(target, roles).sql());
  }

  @Override
  public void validate() {
    ask(
        () -> {
          new SchemaCheck(target).validate();
          return true;
        });
  }

  @Override
  public void drop() {
    SqlNames names = target.sqlNames();
    ask(
        () ->
            target.ask(
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    // The last view first: it may be made of the others.
                    List<String> views = new ArrayList<>(names.views());
                    Collections.reverse(views);
                    for (String view : views) {
                      statement.execute("drop view if exists " + names.qualified(view));
                    }
                    for (String table : names.tables()) {
                      statement.execute("drop table if exists " + names.qualified(table));
                    }
                    return statement.execute(
                        "drop table if exists " + names.qualified(names.history()));
                  }
                }));
  }

  @FunctionalInterface
  private interface Question<T> {
    T answer() throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.answer();
    } catch (SQLException e) {
      throw new BackendUnavailableException(
          "The database " + target.maskedUrl() + " cannot be asked: " + e.getMessage(), true, e);
    }
  }
}
