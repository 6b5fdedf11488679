package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.CleanupRunPolicyTable.CLEANUP_RUN_POLICY;
import static dev.taskmeta.internal.jooq.tables.CleanupRunTable.CLEANUP_RUN;
import static org.jooq.impl.DSL.val;

import dev.taskmeta.internal.codec.Text;
import dev.taskmeta.spi.RetentionStore.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Keeps what each cleanup has done. */
final class RunStore {

  private static final String TOOL = "java";

  private final Transactions transactions;
  private final Syntax syntax;

  RunStore(Transactions transactions, Syntax syntax) {
    this.transactions = transactions;
    this.syntax = syntax;
  }

  long begin(String host, Duration ago) {
    Field<Instant> started = syntax.later(syntax.now(), val(-ago.toNanos() / 1_000));
    return transactions.statement(
        "note a cleanup",
        null,
        (connection, sql) ->
            begin(sql, started, val(host), TOOL)
                .returningResult(CLEANUP_RUN.RUN_ID)
                .fetchSingle()
                .value1());
  }

  static InsertSetMoreStep<Record> begin(
      DSLContext sql, Field<Instant> started, Field<String> host, String tool) {
    return sql.insertInto(CLEANUP_RUN)
        .set(CLEANUP_RUN.STARTED_AT, started)
        .set(CLEANUP_RUN.HOST, host)
        .set(CLEANUP_RUN.TOOL, tool);
  }

  void note(long runId, RunRecord run, boolean ended) {
    transactions.transaction(
        "note a cleanup",
        null,
        (connection, sql) -> {
          sql.update(CLEANUP_RUN)
              .set(
                  CLEANUP_RUN.ENDED_AT,
                  ended ? syntax.now() : DSL.inline((Instant) null, CLEANUP_RUN.ENDED_AT))
              .set(CLEANUP_RUN.ROWS_REVIEWED, run.reviewed())
              .set(CLEANUP_RUN.ROWS_DELETED, sum(run.deleted()))
              .set(CLEANUP_RUN.ROWS_ARCHIVED, sum(run.archived()))
              .set(CLEANUP_RUN.GROUPS_DELETED, run.groups())
              .set(CLEANUP_RUN.LOST_ENDED, run.lost())
              .set(CLEANUP_RUN.PARTITIONS_DROPPED, run.partitionsDropped())
              .set(CLEANUP_RUN.BATCHES, run.batches())
              .set(CLEANUP_RUN.LONGEST_BATCH_MICROS, run.longestBatch().toNanos() / 1_000)
              .set(CLEANUP_RUN.STOPPED_BY, run.stoppedBy())
              .set(CLEANUP_RUN.ERROR, run.error() == null ? null : Text.clean(run.error()))
              .where(CLEANUP_RUN.RUN_ID.eq(runId))
              .execute();
          notePolicies(sql, runId, run);
          return true;
        });
  }

  private static void notePolicies(DSLContext sql, long runId, RunRecord run) {
    TreeSet<String> sources = new TreeSet<>(run.deleted().keySet());
    sources.addAll(run.archived().keySet());
    for (String source : sources) {
      // The record is only added to: who cleans needs no right to remove from it.
      sql.insertInto(CLEANUP_RUN_POLICY)
          .set(CLEANUP_RUN_POLICY.RUN_ID, runId)
          .set(CLEANUP_RUN_POLICY.EXPIRES_FROM, source)
          .set(CLEANUP_RUN_POLICY.ROWS_DELETED, run.deleted().getOrDefault(source, 0L))
          .set(CLEANUP_RUN_POLICY.ROWS_ARCHIVED, run.archived().getOrDefault(source, 0L))
          .onConflict(CLEANUP_RUN_POLICY.RUN_ID, CLEANUP_RUN_POLICY.EXPIRES_FROM)
          .doUpdate()
          .set(CLEANUP_RUN_POLICY.ROWS_DELETED, DSL.excluded(CLEANUP_RUN_POLICY.ROWS_DELETED))
          .set(CLEANUP_RUN_POLICY.ROWS_ARCHIVED, DSL.excluded(CLEANUP_RUN_POLICY.ROWS_ARCHIVED))
          .execute();
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
