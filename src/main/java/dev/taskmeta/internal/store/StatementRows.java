package dev.taskmeta.internal.store;

import dev.taskmeta.spi.TaskWrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which updates of one call go into which statement. Updates of one id run in successive rounds, so
 * that each finds what the one before left; a round is sorted by id, so that two calls take locks
 * in the same order; and it is cut into statements that every engine takes.
 */
final class StatementRows {

  /** The most rows of a statement; 30 parameters each at the most, and SQLite takes 32,766. */
  private static final int MOST_ROWS = 512;

  private static final long MOST_BYTES = 4 << 20;

  private final List<TaskWrite> writes;
  private final List<int[]> statements = new ArrayList<>();

  private StatementRows(List<TaskWrite> writes) {
    this.writes = writes;
  }

  /** Returns the places of the updates of each statement, in the order of the statements. */
  static List<int[]> of(List<TaskWrite> writes) {
    if (writes.size() == 1) {
      return List.of(new int[1]);
    }
    StatementRows rows = new StatementRows(writes);
    Integer[] sorted = new Integer[writes.size()];
    Arrays.setAll(sorted, place -> place);
    // Stable: updates of one id stay in their order.
    Arrays.sort(sorted, Comparator.comparing(place -> writes.get(place).taskId()));
    rows.addRounds(sorted);
    return rows.statements;
  }

  private void addRounds(Integer[] sorted) {
    List<Integer> round = new ArrayList<>(sorted.length);
    List<Integer> later = new ArrayList<>();
    for (Integer place : sorted) {
      boolean again = !round.isEmpty() && id(place).equals(id(round.get(round.size() - 1)));
      (again ? later : round).add(place);
    }
    addStatements(round);
    if (!later.isEmpty()) {
      addRounds(later.toArray(Integer[]::new));
    }
  }

  private void addStatements(List<Integer> round) {
    int from = 0;
    while (from < round.size()) {
      int rows = fitting(round, from);
      statements.add(
          round.subList(from, from + rows).stream().mapToInt(Integer::intValue).toArray());
      from += rows;
    }
  }

  private int fitting(List<Integer> round, int from) {
    int rows = 0;
    long bytes = 0;
    while (from + rows < round.size() && rows < MOST_ROWS) {
      bytes += writes.get(round.get(from + rows)).size();
      if (rows > 0 && bytes > MOST_BYTES) {
        break;
      }
      rows++;
    }
    return rows;
  }

  private String id(Integer place) {
    return writes.get(place).taskId();
  }
}
