package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.internal.jooq.InstantBinding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements that remove what some sources have let expire, rendered once and run through JDBC:
 * rendering them for each of many small batches took as much of a processor as the database did.
 * Safe for use by several threads.
 */
final class PreparedRemoval {

  private static final String PARAMETER = "?";

  private final Syntax syntax;
  private final DSLContext template;
  private final String first;
  private final String next;
  private final String deleteBegin;
  private final String deleteEnd;

  /**
   * Makes them.
   *
   * @param template renders them
   * @param condition what may be removed, wherever it is found
   */
  PreparedRemoval(DSLContext template, Syntax syntax, Removable removable, Condition condition) {
    this.template = template;
    this.syntax = syntax;
    Field<Instant> place = DSL.field(DSL.raw(PARAMETER), TASK_META.EXPIRES_AT.getDataType());
    this.first = pick(removable.past().and(condition));
    this.next = pick(removable.past().and(TASK_META.EXPIRES_AT.ge(place)).and(condition));
    String ids = "{ids}";
    String among = syntax.takesArrays() ? "{0} = any({1})" : "{0} in ({1})";
    Condition picked = DSL.condition(among, TASK_META.TASK_ID, DSL.raw(ids));
    String delete = template.renderInlined(RenderedRemoval.delete(template, picked, condition));
    int at = delete.indexOf(ids);
    this.deleteBegin = delete.substring(0, at);
    this.deleteEnd = delete.substring(at + ids.length());
  }

  private String pick(Condition condition) {
    var pick =
        RenderedRemoval.pick(
            template, syntax, condition, List.of(TASK_META.EXPIRES_AT), RenderedRemoval.LIMIT);
    return template
        .renderInlined(pick)
        .replace(template.renderInlined(RenderedRemoval.LIMIT), PARAMETER);
  }

  /**
   * Returns them for a transaction.
   *
   * @param place from when on to look; null from the beginning
   */
  RemovalStatements on(Connection connection, @Nullable Instant place) {
    return new RemovalStatements() {
      @Override
      public List<Picked> pick(int limit) throws SQLException {
        return PreparedRemoval.this.pick(connection, place, limit);
      }

      @Override
      public int delete(List<String> taskIds) throws SQLException {
        return PreparedRemoval.this.delete(connection, taskIds);
      }
    };
  }

  private List<RemovalStatements.Picked> pick(
      Connection connection, @Nullable Instant place, int limit) throws SQLException {
    List<RemovalStatements.Picked> picked = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(place == null ? first : next)) {
      int index = 1;
      if (place != null) {
        InstantBinding.write(statement, index++, place, template.dialect());
      }
      statement.setInt(index, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          picked.add(
              new RemovalStatements.Picked(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getInt(3) == 1,
                  InstantBinding.read(rows, 4, template.dialect())));
        }
      }
    }
    return picked;
  }

  private int delete(Connection connection, List<String> taskIds) throws SQLException {
    boolean array = syntax.takesArrays();
    String ids =
        array ? PARAMETER : String.join(", ", Collections.nCopies(taskIds.size(), PARAMETER));
    try (PreparedStatement statement = connection.prepareStatement(deleteBegin + ids + deleteEnd)) {
      if (array) {
        statement.setArray(1, connection.createArrayOf("varchar", taskIds.toArray()));
      } else {
        for (int at = 0; at < taskIds.size(); at++) {
          statement.setString(at + 1, taskIds.get(at));
        }
      }
      return statement.executeUpdate();
    }
  }
}
