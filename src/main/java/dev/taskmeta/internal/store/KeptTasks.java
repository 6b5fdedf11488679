package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.TaskState;
import dev.taskmeta.retention.KeptTask;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Record;

/** Reads what decides how long a task is kept. */
final class KeptTasks {

  private final Transactions transactions;

  KeptTasks(Transactions transactions) {
    this.transactions = transactions;
  }

  Optional<KeptTask> find(String taskId) {
    return transactions.transaction(
        "explain",
        taskId,
        (connection, sql) -> {
          List<String> reasons =
              sql.select(TASK_HOLD.REASON)
                  .from(TASK_HOLD)
                  .where(TASK_HOLD.TASK_ID.eq(taskId))
                  .and(TASK_HOLD.RELEASED_AT.isNull())
                  .orderBy(TASK_HOLD.HOLD_ID)
                  .fetch(TASK_HOLD.REASON);
          return sql.selectFrom(TASK_META)
              .where(TASK_META.TASK_ID.eq(taskId))
              .fetchOptional(row -> kept(row, reasons));
        });
  }

  private static KeptTask kept(Record row, List<String> reasons) {
    String source = row.get(TASK_META.EXPIRES_FROM);
    return new KeptTask(
        Objects.requireNonNull(row.get(TASK_META.TASK_ID)),
        row.get(TASK_META.NAME),
        TaskState.of(row.get(TASK_META.STATE)),
        row.get(TASK_META.QUEUE),
        row.get(TASK_META.FINISHED_AT),
        Objects.requireNonNull(row.get(TASK_META.UPDATED_AT)),
        row.get(TASK_META.KEEP_SECONDS),
        row.get(TASK_META.EXPIRES_AT),
        source == null ? Expiry.FROM_DEFAULT : source,
        reasons);
  }
}
