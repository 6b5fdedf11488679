package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.TaskError;
import dev.taskmeta.TaskHeldException;
import dev.taskmeta.TaskState;
import dev.taskmeta.internal.codec.Codecs;
import dev.taskmeta.internal.codec.Text;
import dev.taskmeta.spi.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SelectForUpdateStep;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;

/** Removes tasks, renews them, ends the lost ones. */
final class TaskUpkeep {

  private final Transactions transactions;
  private final Syntax syntax;
  private final Expiry expiry;
  private final Codecs codecs;
  private final ReviewStore reviews;

  TaskUpkeep(
      Transactions transactions, Syntax syntax, Expiry expiry, Codecs codecs, ReviewStore reviews) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.expiry = expiry;
    this.codecs = codecs;
    this.reviews = reviews;
  }

  int forget(Collection<String> taskIds) {
    List<List<String>> chunks = syntax.chunks(taskIds);
    return transactions.allOrNothing(
        "forget",
        TaskRows.only(chunks.get(0)),
        (connection, sql) -> {
          int removed = 0;
          for (List<String> chunk : chunks) {
            removed += reviews.forget(sql, chunk);
          }
          refuseHeld(sql, taskIds);
          return removed;
        });
  }

  /** Asked after the delete: so it sees a hold that was committed while the delete waited. */
  private void refuseHeld(DSLContext sql, Collection<String> taskIds) {
    Map<String, String> held = SqlHoldStore.held(sql, syntax, taskIds);
    if (!held.isEmpty()) {
      throw new TaskHeldException(held);
    }
  }

  int keepAlive(Collection<String> taskIds, Duration aliveFor) {
    Field<Long> micros = val(aliveFor.toNanos() / 1_000);
    int alive = 0;
    for (List<String> chunk : syntax.chunks(taskIds)) {
      alive +=
          transactions.statement(
              "keep alive",
              TaskRows.only(chunk),
              (connection, sql) ->
                  sql.update(TASK_META)
                      .set(TASK_META.ALIVE_UNTIL, syntax.later(syntax.now(), micros))
                      .where(syntax.among(chunk))
                      .and(TaskRows.unsettled())
                      .execute());
    }
    return alive;
  }

  int failLost(Collection<String> taskIds, TaskError error, int limit) {
    int ended = 0;
    for (List<String> chunk : syntax.chunks(taskIds.isEmpty() ? lostIds(limit) : taskIds)) {
      ended +=
          transactions.statement(
              "end lost tasks",
              TaskRows.only(chunk),
              (connection, sql) -> failLost(sql, chunk, error));
    }
    return ended;
  }

  private List<String> lostIds(int limit) {
    return transactions.statement(
        "find lost tasks",
        null,
        (connection, sql) -> findLost(sql, syntax, expiry, val(limit)).fetch(TASK_META.TASK_ID));
  }

  static SelectForUpdateStep<Record1<String>> findLost(
      DSLContext sql, Syntax syntax, Expiry expiry, Field<Integer> limit) {
    return sql.select(TASK_META.TASK_ID)
        .from(TASK_META)
        .where(TaskRows.lost(syntax, expiry))
        .orderBy(TASK_META.ALIVE_UNTIL)
        .limit(limit);
  }

  private int failLost(DSLContext sql, List<String> taskIds, TaskError error) {
    return ended(sql, syntax, expiry, codecs, error, val(ThreadLocalRandom.current().nextLong()))
        .where(syntax.among(taskIds))
        .and(TaskRows.lost(syntax, expiry))
        .execute();
  }

  /** Ends tasks in FAILURE; those that it is said to be for. */
  static UpdateSetMoreStep<Record> ended(
      DSLContext sql,
      Syntax syntax,
      Expiry expiry,
      Codecs codecs,
      TaskError error,
      Field<Long> token) {
    StoredValue document = codecs.encode(error);
    Field<Instant> now = syntax.now();
    return sql.update(TASK_META)
        .set(TASK_META.FINISHED_AT, now)
        .set(TASK_META.RESULT, document.json())
        .set(TASK_META.RESULT_BYTES, document.bytes())
        .set(TASK_META.CONTENT_TYPE, document.contentType())
        .set(TASK_META.ERROR_TYPE, error.qualifiedType())
        .set(TASK_META.ERROR_MESSAGE, Text.clean(error.message()))
        .set(TASK_META.ERROR_FINGERPRINT, error.fingerprint())
        .setNull(TASK_META.TRACEBACK)
        .set(TASK_META.UPDATED_AT, now)
        .set(TASK_META.REVIEW_AT, now)
        .set(TASK_META.EXPIRES_AT, expiresAt(syntax, expiry, now))
        .set(
            TASK_META.EXPIRES_FROM,
            when(TASK_META.KEEP_SECONDS.isNull(), inline(Expiry.FROM_DEFAULT))
                .otherwise(inline(Expiry.FROM_STORE)))
        .set(TASK_META.STORE_TOKEN, token)
        .set(TASK_META.STATE, TaskState.FAILURE.name())
        .setNull(TASK_META.ALIVE_UNTIL);
  }

  private static Field<Instant> expiresAt(Syntax syntax, Expiry expiry, Field<Instant> now) {
    @Nullable Long standard = Expiry.micros(expiry.resultExpires());
    Field<Instant> byDefault =
        standard == null
            ? inline((Instant) null, TASK_META.EXPIRES_AT)
            : syntax.later(now, inline(standard));
    return when(TASK_META.KEEP_SECONDS.isNull(), byDefault)
        .when(
            TASK_META.KEEP_SECONDS.gt(inline(0L)),
            syntax.later(now, TASK_META.KEEP_SECONDS.mul(inline(1_000_000L))));
  }
}
