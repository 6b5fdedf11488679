package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;
import static org.jooq.impl.DSL.val;

import dev.taskmeta.retention.Hold;
import dev.taskmeta.retention.HoldQuery;
import dev.taskmeta.spi.HoldStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Keeps holds, and says of a row whether it is held. */
final class SqlHoldStore implements HoldStore {

  private final Transactions transactions;
  private final Syntax syntax;

  SqlHoldStore(Transactions transactions, Syntax syntax) {
    this.transactions = transactions;
    this.syntax = syntax;
  }

  /** Whether nobody holds the task of this id. */
  static Condition notHeld(Field<String> taskId) {
    return DSL.notExists(
        DSL.selectOne().from(TASK_HOLD).where(TASK_HOLD.TASK_ID.eq(taskId)).and(inForce()));
  }

  /** Those of these tasks that are held, and why. */
  static Map<String, String> held(DSLContext sql, Syntax syntax, Collection<String> taskIds) {
    Map<String, String> reasons = new TreeMap<>();
    for (List<String> chunk : syntax.chunks(taskIds)) {
      sql.select(TASK_HOLD.TASK_ID, TASK_HOLD.REASON)
          .from(TASK_HOLD)
          .where(syntax.among(TASK_HOLD.TASK_ID, chunk))
          .and(inForce())
          .orderBy(TASK_HOLD.HOLD_ID)
          .forEach(
              row -> reasons.merge(row.value1(), row.value2(), (one, two) -> one + "; " + two));
    }
    return reasons;
  }

  private static Condition inForce() {
    return TASK_HOLD.RELEASED_AT.isNull();
  }

  @Override
  public void add(Collection<String> taskIds, String reason, String heldBy) {
    transactions.transaction(
        "hold",
        null,
        (connection, sql) -> {
          for (List<String> chunk : syntax.chunks(taskIds)) {
            var insert =
                sql.insertInto(
                    TASK_HOLD,
                    TASK_HOLD.TASK_ID,
                    TASK_HOLD.REASON,
                    TASK_HOLD.HELD_BY,
                    TASK_HOLD.HELD_AT);
            for (String taskId : chunk) {
              insert = insert.values(val(taskId), val(reason), val(heldBy), syntax.now());
            }
            insert.execute();
          }
          return true;
        });
  }

  @Override
  public List<Hold> list(HoldQuery query) {
    Condition wanted = query.released() ? DSL.noCondition() : inForce();
    if (query.before() != null) {
      wanted = wanted.and(TASK_HOLD.HOLD_ID.lt(query.before()));
    }
    if (!query.taskIds().isEmpty()) {
      wanted = wanted.and(syntax.among(TASK_HOLD.TASK_ID, query.taskIds()));
    }
    Condition all = wanted;
    return transactions.statement(
        "list holds", null, (connection, sql) -> select(sql, all, query.limit()));
  }

  private static List<Hold> select(DSLContext sql, Condition wanted, int limit) {
    return sql.select(TASK_HOLD.fields())
        .from(TASK_HOLD)
        .where(wanted)
        .orderBy(TASK_HOLD.HOLD_ID.desc())
        .limit(limit)
        .fetch(SqlHoldStore::hold);
  }

  private static Hold hold(Record row) {
    return new Hold(
        Objects.requireNonNull(row.get(TASK_HOLD.HOLD_ID)),
        Objects.requireNonNull(row.get(TASK_HOLD.TASK_ID)),
        Objects.requireNonNull(row.get(TASK_HOLD.REASON)),
        Objects.requireNonNull(row.get(TASK_HOLD.HELD_BY)),
        Objects.requireNonNull(row.get(TASK_HOLD.HELD_AT)),
        row.get(TASK_HOLD.RELEASED_AT),
        row.get(TASK_HOLD.RELEASED_BY));
  }

  @Override
  public List<Hold> release(Collection<String> taskIds, String releasedBy) {
    return transactions.transaction(
        "release holds",
        null,
        (connection, sql) -> {
          List<Hold> released = new ArrayList<>();
          for (List<String> chunk : syntax.chunks(taskIds)) {
            released.addAll(release(sql, syntax.among(TASK_HOLD.TASK_ID, chunk), releasedBy));
          }
          return released;
        });
  }

  private List<Hold> release(DSLContext sql, Condition tasks, String releasedBy) {
    List<Long> ids =
        sql.select(TASK_HOLD.HOLD_ID)
            .from(TASK_HOLD)
            .where(tasks)
            .and(inForce())
            .fetch(TASK_HOLD.HOLD_ID);
    if (ids.isEmpty()) {
      return List.of();
    }
    Field<Instant> now = syntax.now();
    sql.update(TASK_HOLD)
        .set(TASK_HOLD.RELEASED_AT, now)
        .set(TASK_HOLD.RELEASED_BY, releasedBy)
        .where(TASK_HOLD.HOLD_ID.in(ids))
        .and(inForce())
        .execute();
    return select(sql, TASK_HOLD.HOLD_ID.in(ids), ids.size());
  }
}
