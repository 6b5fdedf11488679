package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.MaintenanceLeaseTable.MAINTENANCE_LEASE;
import static dev.taskmeta.internal.jooq.tables.RetentionAppliedTable.RETENTION_APPLIED;
import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;
import static org.jooq.impl.DSL.select;

import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;

/** Compares the policies in force with those that were applied last. */
final class PolicyStore {

  /**
   * What decides which tasks are kept for how long; where a policy differs in it, all are swept.
   */
  private static final List<Field<?>> APPLIED =
      List.of(
          RETENTION_APPLIED.POLICY_ID,
          RETENTION_APPLIED.NAME_PATTERN,
          RETENTION_APPLIED.STATE,
          RETENTION_APPLIED.QUEUE,
          RETENTION_APPLIED.KEEP_SECONDS,
          RETENTION_APPLIED.KEEP_LAST,
          RETENTION_APPLIED.PRIORITY);

  private final Transactions transactions;

  PolicyStore(Transactions transactions) {
    this.transactions = transactions;
  }

  /** As {@link dev.taskmeta.spi.RetentionStore#applyPolicies}. */
  boolean apply() {
    return transactions.transaction(
        "apply policies",
        null,
        (connection, sql) -> {
          if (differ(sql)) {
            replace(sql);
          }
          return ReviewStore.sweptTo(sql) != null;
        });
  }

  /** Whether what is in force is other than what was applied. */
  static boolean differ(DSLContext sql) {
    return !rows(sql, applied()).equals(rows(sql, inForce()));
  }

  /** The policies as they were applied. */
  static Select<?> applied() {
    return select(APPLIED).from(RETENTION_APPLIED);
  }

  /** The policies that are in force, in the same columns. */
  static Select<?> inForce() {
    return select(APPLIED.stream().map(RETENTION_POLICY::field).toList())
        .from(RETENTION_POLICY)
        .where(RETENTION_POLICY.ENABLED);
  }

  private static Set<List<Object>> rows(DSLContext sql, Select<?> policies) {
    return Set.copyOf(sql.fetch(policies).map(Record::intoList));
  }

  /** The lease's row comes first: two who replace do so one after the other. */
  private static void replace(DSLContext sql) {
    sql.update(MAINTENANCE_LEASE)
        .set(MAINTENANCE_LEASE.SWEEP_AFTER, "")
        .where(ReviewStore.CLEANUP)
        .execute();
    sql.deleteFrom(RETENTION_APPLIED).execute();
    apply(sql).execute();
  }

  /** Copies what is in force. */
  static Query apply(DSLContext sql) {
    return sql.insertInto(RETENTION_APPLIED, APPLIED).select(inForce());
  }
}
