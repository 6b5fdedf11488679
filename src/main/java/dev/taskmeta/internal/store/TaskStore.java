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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/**
 * Stores tasks. Updates of one id in one call run in successive rounds, so that each finds what the
 * one before left; a round is sorted by id, so that two calls take locks in the same order.
 */
final class TaskStore {

  /** The most rows of a statement; 30 parameters each at the most, and SQLite takes 32,766. */
  private static final int MOST_ROWS = 512;

  private static final long MOST_BYTES = 4 << 20;

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
    this.parameters = new UpsertParameters(dialect, upsert.inputs());
    this.packetBytes = packetBytes;
  }

  /** As {@link dev.taskmeta.spi.ResultStore#store}. */
  List<Boolean> store(List<TaskWrite> writes) {
    writes.forEach(this::checkSize);
    if (writes.isEmpty()) {
      return List.of();
    }
    if (writes.size() > 1) {
      return unacknowledged.answer(writes, () -> storeTogether(writes));
    }
    String taskId = writes.get(0).taskId();
    return upsert.returnsAccepted()
        ? transactions.statement(
            "store", taskId, (connection, sql) -> storeRounds(connection, sql, writes))
        : transactions.transaction(
            "store", taskId, (connection, sql) -> storeRounds(connection, sql, writes));
  }

  private List<Boolean> storeTogether(List<TaskWrite> writes) {
    List<Boolean> before = unacknowledged.take(writes);
    return transactions.transaction(
        "store",
        null,
        (connection, sql) -> {
          if (before != null && bearsOneOf(sql, writes)) {
            return before;
          }
          List<Boolean> accepted = storeRounds(connection, sql, writes);
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

  private List<Boolean> storeRounds(Connection connection, DSLContext sql, List<TaskWrite> writes)
      throws SQLException {
    Boolean[] accepted = new Boolean[writes.size()];
    for (List<Integer> round : rounds(writes)) {
      round.sort((one, other) -> compareIds(writes.get(one), writes.get(other)));
      for (List<Integer> chunk : chunks(round, writes)) {
        List<TaskWrite> rows = chunk.stream().map(writes::get).toList();
        Set<String> stored = storeRows(connection, sql, rows);
        chunk.forEach(at -> accepted[at] = stored.contains(writes.get(at).taskId()));
      }
    }
    return Arrays.asList(accepted);
  }

  private static int compareIds(TaskWrite one, TaskWrite other) {
    return one.taskId().compareTo(other.taskId());
  }

  /** The places of the updates: each id's first, then each id's second, and so on. */
  private static List<List<Integer>> rounds(List<TaskWrite> writes) {
    List<List<Integer>> rounds = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int at = 0; at < writes.size(); at++) {
      int round = seen.merge(writes.get(at).taskId(), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(at);
    }
    return rounds;
  }

  /** Cuts a round into statements; where the text depends on the rows, into powers of two. */
  private List<List<Integer>> chunks(List<Integer> round, List<TaskWrite> writes) {
    List<List<Integer>> chunks = new ArrayList<>();
    int from = 0;
    while (from < round.size()) {
      int left = Math.min(MOST_ROWS, round.size() - from);
      int rows = upsert.takesArrays() ? left : Integer.highestOneBit(left);
      while (rows > 1 && bytes(round.subList(from, from + rows), writes) > MOST_BYTES) {
        rows /= 2;
      }
      chunks.add(round.subList(from, from + rows));
      from += rows;
    }
    return chunks;
  }

  private static long bytes(List<Integer> chunk, List<TaskWrite> writes) {
    return chunk.stream().mapToLong(at -> UpsertParameters.size(writes.get(at)).getValue()).sum();
  }

  /** Stores rows of different ids in one statement; returns the ids that were accepted. */
  private Set<String> storeRows(Connection connection, DSLContext sql, List<TaskWrite> rows)
      throws SQLException {
    UpsertShape shape = UpsertShape.of(upsert.inputs(), rows, upsert.takesArrays());
    try (PreparedStatement statement = connection.prepareStatement(upsert.text(shape))) {
      parameters.set(statement, shape, rows);
      if (!upsert.returnsAccepted()) {
        statement.executeUpdate();
        return withOwnToken(sql, rows);
      }
      Set<String> accepted = new HashSet<>();
      try (ResultSet returned = statement.executeQuery()) {
        while (returned.next()) {
          accepted.add(returned.getString(1));
        }
      }
      return accepted;
    }
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
