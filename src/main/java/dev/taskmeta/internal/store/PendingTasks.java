package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.TaskState;
import dev.taskmeta.retention.RetentionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Decides in Java, of tasks that the next cleanup reviews, whether it will remove them. */
final class PendingTasks {

  private static final int PAGE = 5_000;
  private static final Field<Instant> MOMENT =
      DSL.field(DSL.name("moment"), TASK_META.UPDATED_AT.getDataType());
  private static final Field<Long> BYTES = DSL.field(DSL.name("bytes"), Long.class);

  private final Transactions transactions;
  private final Syntax syntax;
  private final Expiry expiry;
  private final Field<Long> bytes;

  PendingTasks(Transactions transactions, Syntax syntax, Expiry expiry, Field<Long> bytes) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.expiry = expiry;
    this.bytes = bytes;
  }

  /**
   * Adds what would be removed.
   *
   * @param all whether to look at all tasks, or only at those whose review is due
   */
  void look(List<RetentionPolicy> policies, boolean all, DueTally tally) {
    Condition wanted =
        (all ? DSL.noCondition() : TASK_META.REVIEW_AT.le(syntax.momentary()))
            .and(Removable.notHeld());
    String after = "";
    while (after != null) {
      List<? extends Record> page = page(wanted, after);
      page.forEach(row -> judge(row, policies, tally));
      after = page.size() < PAGE ? null : page.get(PAGE - 1).get(TASK_META.TASK_ID);
    }
  }

  private List<? extends Record> page(Condition wanted, String after) {
    return transactions.statement(
        "look at tasks",
        null,
        (connection, sql) ->
            sql.select(
                    TASK_META.TASK_ID,
                    TASK_META.NAME,
                    TASK_META.STATE,
                    TASK_META.QUEUE,
                    TASK_META.CREATED_AT,
                    TASK_META.FINISHED_AT,
                    TASK_META.UPDATED_AT,
                    TASK_META.ALIVE_UNTIL,
                    TASK_META.KEEP_SECONDS,
                    TASK_META.EXPIRES_AT,
                    TASK_META.EXPIRES_FROM,
                    bytes.as(BYTES),
                    syntax.momentary().as(MOMENT))
                .from(TASK_META)
                .where(wanted)
                .and(TASK_META.TASK_ID.gt(after))
                .orderBy(TASK_META.TASK_ID)
                .limit(PAGE)
                .fetch());
  }

  private void judge(Record row, List<RetentionPolicy> policies, DueTally tally) {
    Instant now = Objects.requireNonNull(row.get(MOMENT));
    Instant finishedAt = row.get(TASK_META.FINISHED_AT);
    long size = Objects.requireNonNull(row.get(BYTES));
    boolean own = row.get(TASK_META.KEEP_SECONDS) != null;
    Optional<RetentionPolicy> policy =
        own
            ? Optional.empty()
            : RetentionPolicy.winner(
                policies,
                row.get(TASK_META.NAME),
                TaskState.of(row.get(TASK_META.STATE)),
                row.get(TASK_META.QUEUE));
    boolean archived =
        policy.filter(each -> each.action() == RetentionPolicy.Action.ARCHIVE).isPresent();
    if (policy.isPresent() && policy.get().keepLast() != null && finishedAt != null) {
      judgeLast(row, policy.get(), finishedAt, archived, tally);
      return;
    }
    Instant expiresAt = expiresAt(row, policy, finishedAt);
    boolean over = finishedAt != null || abandoned(row, policy.isPresent(), now);
    if (expiresAt != null && !expiresAt.isAfter(now) && over) {
      tally.add(source(own, policy), archived, 1, size, expiresAt);
    }
  }

  private static void judgeLast(
      Record row, RetentionPolicy policy, Instant finishedAt, boolean archived, DueTally tally) {
    Instant now = Objects.requireNonNull(row.get(MOMENT));
    boolean old = policy.keep() != null && !finishedAt.plus(policy.keep()).isAfter(now);
    tally.addUnlessLast(
        String.valueOf(policy.id()),
        archived,
        row.get(TASK_META.NAME),
        Objects.requireNonNull(policy.keepLast()),
        new DueTally.Candidate(
            Objects.requireNonNull(row.get(TASK_META.CREATED_AT)),
            Objects.requireNonNull(row.get(TASK_META.TASK_ID)),
            old,
            Objects.requireNonNull(row.get(BYTES)),
            finishedAt));
  }

  private static String source(boolean own, Optional<RetentionPolicy> policy) {
    return own
        ? Expiry.FROM_STORE
        : policy.map(each -> String.valueOf(each.id())).orElse(Expiry.FROM_DEFAULT);
  }

  private @Nullable Instant expiresAt(
      Record row, Optional<RetentionPolicy> policy, @Nullable Instant finishedAt) {
    Instant since =
        finishedAt == null ? Objects.requireNonNull(row.get(TASK_META.UPDATED_AT)) : finishedAt;
    if (policy.isPresent()) {
      return policy.get().keep() == null ? null : since.plus(policy.get().keep());
    }
    List<String> settings = new ArrayList<>(List.of(Expiry.FROM_STORE, Expiry.FROM_DEFAULT));
    if (settings.contains(String.valueOf(row.get(TASK_META.EXPIRES_FROM)))) {
      return row.get(TASK_META.EXPIRES_AT);
    }
    Long micros =
        Expiry.micros(finishedAt == null ? expiry.unfinishedExpires() : expiry.resultExpires());
    return micros == null ? null : since.plusNanos(micros * 1_000);
  }

  private boolean abandoned(Record row, boolean byPolicy, Instant now) {
    Instant alive = row.get(TASK_META.ALIVE_UNTIL);
    boolean silent = alive == null || alive.isBefore(now);
    Instant updated = Objects.requireNonNull(row.get(TASK_META.UPDATED_AT));
    boolean old =
        !expiry.unfinishedExpires().isZero()
            && updated.isBefore(now.minus(expiry.unfinishedExpires()));
    return silent && (byPolicy || old);
  }
}
