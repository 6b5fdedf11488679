package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;

import dev.taskmeta.TaskState;
import dev.taskmeta.retention.RetentionPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads and writes policies. */
final class PolicyRows {

  private final Transactions transactions;
  private final Syntax syntax;

  PolicyRows(Transactions transactions, Syntax syntax) {
    this.transactions = transactions;
    this.syntax = syntax;
  }

  List<RetentionPolicy> all() {
    return transactions.statement("list policies", null, (connection, sql) -> all(sql));
  }

  static List<RetentionPolicy> all(DSLContext sql) {
    return sql.selectFrom(RETENTION_POLICY)
        .orderBy(RETENTION_POLICY.POLICY_ID)
        .fetch(PolicyRows::policy);
  }

  private static RetentionPolicy policy(Record row) {
    String state = row.get(RETENTION_POLICY.STATE);
    String action = Objects.requireNonNull(row.get(RETENTION_POLICY.ACTION));
    return new RetentionPolicy(
        Objects.requireNonNull(row.get(RETENTION_POLICY.POLICY_ID)),
        Objects.requireNonNull(row.get(RETENTION_POLICY.NAME_PATTERN)),
        state == null ? null : TaskState.of(state),
        row.get(RETENTION_POLICY.QUEUE),
        duration(row.get(RETENTION_POLICY.KEEP_SECONDS)),
        row.get(RETENTION_POLICY.KEEP_LAST),
        RetentionPolicy.Action.valueOf(action.toUpperCase(Locale.ROOT)),
        duration(row.get(RETENTION_POLICY.ARCHIVE_KEEP_SECONDS)),
        Boolean.TRUE.equals(row.get(RETENTION_POLICY.ARCHIVE_PAYLOADS)),
        Objects.requireNonNull(row.get(RETENTION_POLICY.PRIORITY)),
        Boolean.TRUE.equals(row.get(RETENTION_POLICY.ENABLED)),
        row.get(RETENTION_POLICY.NOTE),
        Objects.requireNonNull(row.get(RETENTION_POLICY.UPDATED_AT)));
  }

  private static @Nullable Duration duration(@Nullable Long seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static @Nullable Long seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toSeconds();
  }

  Optional<RetentionPolicy> put(RetentionPolicy policy) {
    return transactions.transaction(
        "store a policy",
        null,
        (connection, sql) -> {
          long id = policy.id() == 0 ? insert(sql, policy) : policy.id();
          if (policy.id() != 0) {
            sql.update(RETENTION_POLICY)
                .set(values(policy))
                .where(RETENTION_POLICY.POLICY_ID.eq(id))
                .execute();
          }
          return sql.selectFrom(RETENTION_POLICY)
              .where(RETENTION_POLICY.POLICY_ID.eq(id))
              .fetchOptional(PolicyRows::policy);
        });
  }

  private long insert(DSLContext sql, RetentionPolicy policy) {
    return sql.insertInto(RETENTION_POLICY)
        .set(values(policy))
        .returningResult(RETENTION_POLICY.POLICY_ID)
        .fetchSingle()
        .value1();
  }

  private Map<Field<?>, Object> values(RetentionPolicy policy) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(RETENTION_POLICY.NAME_PATTERN, policy.namePattern());
    values.put(RETENTION_POLICY.STATE, policy.state() == null ? null : policy.state().name());
    values.put(RETENTION_POLICY.QUEUE, policy.queue());
    values.put(RETENTION_POLICY.KEEP_SECONDS, seconds(policy.keep()));
    values.put(RETENTION_POLICY.KEEP_LAST, policy.keepLast());
    values.put(RETENTION_POLICY.ACTION, policy.action().name().toLowerCase(Locale.ROOT));
    values.put(RETENTION_POLICY.ARCHIVE_KEEP_SECONDS, seconds(policy.archiveKeep()));
    values.put(RETENTION_POLICY.ARCHIVE_PAYLOADS, policy.archivePayloads());
    values.put(RETENTION_POLICY.PRIORITY, policy.priority());
    values.put(RETENTION_POLICY.ENABLED, policy.enabled());
    values.put(RETENTION_POLICY.NOTE, policy.note());
    values.put(RETENTION_POLICY.UPDATED_AT, syntax.now());
    return values;
  }

  boolean remove(long policyId) {
    return transactions.statement(
        "remove a policy",
        null,
        (connection, sql) ->
            sql.deleteFrom(RETENTION_POLICY)
                    .where(RETENTION_POLICY.POLICY_ID.eq(policyId))
                    .execute()
                > 0);
  }
}
