package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.RefusedValueException;
import dev.taskmeta.spi.TaskWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** Stores tasks, each call's in one transaction. */
final class TaskStore {

  private final Transactions transactions;
  private final Upsert upsert;
  private final UpsertParameters parameters;
  private final long packetBytes;
  private final Unacknowledged unacknowledged = new Unacknowledged();

  /**
   * Makes a store.
   *
   * @param packetBytes the largest statement that the server takes
   */
  TaskStore(Transactions transactions, SQLDialect dialect, Upsert upsert, long packetBytes) {
    this.transactions = transactions;
    this.upsert = upsert;
    this.parameters = new UpsertParameters(dialect);
    this.packetBytes = packetBytes;
  }

  /** As {@link dev.taskmeta.spi.ResultStore#store}. */
  List<Boolean> store(List<TaskWrite> writes) {
    writes.forEach(this::checkSize);
    if (writes.isEmpty()) {
      return List.of();
    }
    List<int[]> statements = StatementRows.of(writes, upsert.takesArrays());
    if (statements.size() == 1 && upsert.returnsAccepted()) {
      return storeAlone(writes, statements.get(0));
    }
    return writes.size() == 1
        ? transactions.transaction(
            "store",
            writes.get(0).taskId(),
            (connection, sql) -> storeAll(connection, sql, writes, statements))
        : unacknowledged.answer(writes, () -> storeTogether(writes, statements));
  }

  /** One statement, which commits by itself: one round trip for any number of rows. */
  private List<Boolean> storeAlone(List<TaskWrite> writes, int[] places) {
    Boolean[] accepted = new Boolean[writes.size()];
    String taskId = writes.size() == 1 ? writes.get(0).taskId() : null;
    return transactions.statement(
        "store",
        taskId,
        connection -> {
          List<TaskWrite> rows = rows(writes, places);
          try (PreparedStatement statement = prepare(connection, rows)) {
            answer(places, rows, returned(statement, rows.size()), accepted);
          }
          return Arrays.asList(accepted);
        });
  }

  private List<Boolean> storeTogether(List<TaskWrite> writes, List<int[]> statements) {
    List<Boolean> before = unacknowledged.take(writes);
    return transactions.transaction(
        "store",
        null,
        (connection, sql) -> {
          if (before != null && bearsOneOf(sql, writes)) {
            return before;
          }
          List<Boolean> accepted = storeAll(connection, sql, writes, statements);
          unacknowledged.decided(writes, accepted);
          return accepted;
        });
  }

  /** Whether any row bears a token of these updates: then they were committed before. */
  private static boolean bearsOneOf(DSLContext sql, List<TaskWrite> writes) {
    return sql.fetchExists(
        sql.selectOne()
            .from(TASK_META)
            .where(TASK_META.TASK_ID.in(writes.stream().map(TaskWrite::taskId).toList()))
            .and(TASK_META.STORE_TOKEN.in(writes.stream().map(TaskWrite::storeToken).toList())));
  }

  private List<Boolean> storeAll(
      Connection connection, DSLContext sql, List<TaskWrite> writes, List<int[]> statements)
      throws SQLException {
    Boolean[] accepted = new Boolean[writes.size()];
    for (int[] places : statements) {
      List<TaskWrite> rows = rows(writes, places);
      try (PreparedStatement statement = prepare(connection, rows)) {
        if (upsert.returnsAccepted()) {
          answer(places, rows, returned(statement, rows.size()), accepted);
        } else {
          statement.executeUpdate();
          answer(places, rows, withOwnToken(sql, rows), accepted);
        }
      }
    }
    return Arrays.asList(accepted);
  }

  private static List<TaskWrite> rows(List<TaskWrite> writes, int[] places) {
    List<TaskWrite> rows = new ArrayList<>(places.length);
    for (int place : places) {
      rows.add(writes.get(place));
    }
    return rows;
  }

  private PreparedStatement prepare(Connection connection, List<TaskWrite> rows)
      throws SQLException {
    Upsert.Statement text = upsert.statement(rows);
    PreparedStatement statement = connection.prepareStatement(text.sql());
    try {
      parameters.set(statement, text, rows);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static void answer(
      int[] places, List<TaskWrite> rows, Collection<String> stored, Boolean[] accepted) {
    boolean all = stored.size() == rows.size();
    for (int at = 0; at < places.length; at++) {
      accepted[places[at]] = all || stored.contains(rows.get(at).taskId());
    }
  }

  /** The ids that a statement of so many rows accepted; in a set, unless these are all. */
  private static Collection<String> returned(PreparedStatement statement, int rows)
      throws SQLException {
    List<String> ids = new ArrayList<>(rows);
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        ids.add(result.getString(1));
      }
    }
    return ids.size() == rows ? ids : new HashSet<>(ids);
  }

  /** Row counts say nothing of any one row, so the rows are asked whose token they bear. */
  private static Set<String> withOwnToken(DSLContext sql, List<TaskWrite> rows) {
    Map<String, Long> tokens = new HashMap<>();
    rows.forEach(row -> tokens.put(row.taskId(), row.storeToken()));
    Set<String> accepted = new HashSet<>();
    sql.select(TASK_META.TASK_ID, TASK_META.STORE_TOKEN)
        .from(TASK_META)
        .where(TASK_META.TASK_ID.in(tokens.keySet()))
        .forEach(
            row -> {
              if (row.value2().equals(tokens.get(row.value1()))) {
                accepted.add(row.value1());
              }
            });
    return Collections.unmodifiableSet(accepted);
  }

  private void checkSize(TaskWrite write) {
    if (packetBytes == Long.MAX_VALUE) {
      return;
    }
    Map.Entry<String, Long> size = UpsertParameters.size(write);
    // The rest of the statement is small; drivers that escape on the client may double the bytes,
    // which ours are told not to do.
    if (size.getValue() > packetBytes - 65_536) {
      throw new RefusedValueException(
          write.taskId(),
          size.getKey(),
          size.getValue(),
          packetBytes - 65_536,
          "bytes with the rest of its row",
          "raise the server's max_allowed_packet, or store less");
    }
  }
}
