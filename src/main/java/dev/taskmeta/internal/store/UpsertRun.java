package dev.taskmeta.internal.store;

import dev.taskmeta.internal.database.StatementCache;
import dev.taskmeta.spi.TaskWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** Runs an {@link Upsert} for some rows, and learns of each whether it was accepted. */
final class UpsertRun {

  private final Upsert upsert;
  private final UpsertForm form;
  private final UpsertParameters parameters;

  UpsertRun(Upsert upsert, SQLDialect dialect) {
    this.upsert = upsert;
    this.form = UpsertForm.of(dialect);
    this.parameters = new UpsertParameters(dialect);
  }

  /** Whether so many rows may be stored by {@link #storeAlone}. */
  boolean isOneStatement(int rows) {
    return form != UpsertForm.ROW_COUNTED || rows == 1;
  }

  /**
   * Stores rows of different ids by one statement, which may commit by itself.
   *
   * @return of each whether it was accepted; null if nothing was stored, because one of them is
   *     refused and which one only {@link #store} can tell
   */
  boolean @Nullable [] storeAlone(Connection connection, List<TaskWrite> rows) throws SQLException {
    if (form != UpsertForm.TOKENS_ASKED_FOR) {
      return store(connection, rows);
    }
    Upsert.Statement text = upsert.statement(rows, true);
    try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
      parameters.set(statement, text, rows);
      statement.executeUpdate();
      boolean[] accepted = new boolean[rows.size()];
      Arrays.fill(accepted, true);
      return accepted;
    } catch (SQLException e) {
      if (UpsertForm.isFailing(e)) {
        return null;
      }
      throw e;
    }
  }

  /** Stores rows of different ids within a transaction; returns of each whether it was accepted. */
  boolean[] store(Connection connection, List<TaskWrite> rows) throws SQLException {
    Upsert.Statement text = upsert.statement(rows, false);
    try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
      if (form == UpsertForm.ROW_COUNTED) {
        return oneByOne(statement, text, rows);
      }
      parameters.set(statement, text, rows);
      return switch (form) {
        case IDS_RETURNED -> withReturnedIds(statement, rows);
        case TOKENS_RETURNED -> withOwnTokens(statement, rows);
        default -> {
          statement.executeUpdate();
          yield askForTokens(connection, text.rows(), rows);
        }
      };
    }
  }

  private static boolean[] withReturnedIds(PreparedStatement statement, List<TaskWrite> rows)
      throws SQLException {
    List<String> returned = new ArrayList<>(rows.size());
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        returned.add(result.getString(1));
      }
    }
    boolean[] accepted = new boolean[rows.size()];
    if (returned.size() == rows.size()) {
      Arrays.fill(accepted, true);
      return accepted;
    }
    Set<String> some = new HashSet<>(returned);
    for (int at = 0; at < accepted.length; at++) {
      accepted[at] = some.contains(rows.get(at).taskId());
    }
    return accepted;
  }

  /** The result is ids and the tokens that their rows bear. */
  private static boolean[] withOwnTokens(PreparedStatement statement, List<TaskWrite> rows)
      throws SQLException {
    Map<String, Long> tokens = new HashMap<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        tokens.put(result.getString(1), result.getLong(2));
      }
    }
    boolean[] accepted = new boolean[rows.size()];
    for (int at = 0; at < accepted.length; at++) {
      TaskWrite row = rows.get(at);
      accepted[at] = Long.valueOf(row.storeToken()).equals(tokens.get(row.taskId()));
    }
    return accepted;
  }

  private boolean[] oneByOne(
      PreparedStatement statement, Upsert.Statement text, List<TaskWrite> rows)
      throws SQLException {
    PreparedStatement direct = StatementCache.direct(statement);
    boolean[] accepted = new boolean[rows.size()];
    try {
      for (int at = 0; at < accepted.length; at++) {
        parameters.set(direct, text, rows.subList(at, at + 1));
        accepted[at] = direct.executeUpdate() == 1;
      }
      return accepted;
    } catch (SQLException e) {
      // One that has failed is not used again.
      direct.close();
      throw e;
    }
  }

  private boolean[] askForTokens(Connection connection, int textRows, List<TaskWrite> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(upsert.tokens(textRows))) {
      for (int at = 0; at < textRows; at++) {
        statement.setString(at + 1, rows.get(Math.min(at, rows.size() - 1)).taskId());
      }
      return withOwnTokens(statement, rows);
    }
  }
}
