package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.RefusedValueException;
import dev.taskmeta.spi.TaskWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** Stores tasks, each call's in one transaction. */
final class TaskStore {

  private final Transactions transactions;
  private final UpsertRun upsert;
  private final long packetBytes;
  private final Unacknowledged unacknowledged = new Unacknowledged();

  /**
   * Makes a store.
   *
   * @param packetBytes the largest statement that the server takes
   */
  TaskStore(Transactions transactions, SQLDialect dialect, Upsert upsert, long packetBytes) {
    this.transactions = transactions;
    this.upsert = new UpsertRun(upsert, dialect);
    this.packetBytes = packetBytes;
  }

  /** As {@link dev.taskmeta.spi.ResultStore#store}. */
  List<Boolean> store(List<TaskWrite> writes) {
    writes.forEach(this::checkSize);
    if (writes.isEmpty()) {
      return List.of();
    }
    List<int[]> statements = StatementRows.of(writes);
    if (statements.size() == 1 && upsert.isOneStatement(writes.size())) {
      List<Boolean> accepted = storeAlone(writes, statements.get(0));
      if (accepted != null) {
        return accepted;
      }
    }
    return writes.size() == 1
        ? transactions.transaction(
            "store",
            writes.get(0).taskId(),
            (connection, sql) -> storeAll(connection, writes, statements))
        : unacknowledged.answer(writes, () -> storeTogether(writes, statements));
  }

  /** One statement, which commits by itself; null if it cannot tell what it would accept. */
  private @Nullable List<Boolean> storeAlone(List<TaskWrite> writes, int[] places) {
    String taskId = writes.size() == 1 ? writes.get(0).taskId() : null;
    return transactions.statement(
        "store",
        taskId,
        connection -> {
          boolean[] stored = upsert.storeAlone(connection, rows(writes, places));
          return stored == null ? null : answer(writes.size(), List.of(places), List.of(stored));
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
          List<Boolean> accepted = storeAll(connection, writes, statements);
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
      Connection connection, List<TaskWrite> writes, List<int[]> statements) throws SQLException {
    List<boolean[]> stored = new ArrayList<>();
    for (int[] places : statements) {
      stored.add(upsert.store(connection, rows(writes, places)));
    }
    return answer(writes.size(), statements, stored);
  }

  private static List<TaskWrite> rows(List<TaskWrite> writes, int[] places) {
    List<TaskWrite> rows = new ArrayList<>(places.length);
    for (int place : places) {
      rows.add(writes.get(place));
    }
    return rows;
  }

  /** What became of the updates, in their order. */
  private static List<Boolean> answer(int writes, List<int[]> statements, List<boolean[]> stored) {
    Boolean[] accepted = new Boolean[writes];
    for (int statement = 0; statement < statements.size(); statement++) {
      int[] places = statements.get(statement);
      for (int at = 0; at < places.length; at++) {
        accepted[places[at]] = stored.get(statement)[at];
      }
    }
    return Arrays.asList(accepted);
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
