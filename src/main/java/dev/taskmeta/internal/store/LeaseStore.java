package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.MaintenanceLeaseTable.MAINTENANCE_LEASE;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.time.Instant;
import org.jooq.Field;

/** The lease of the cleanup: taken and renewed by one conditional update on the store's clock. */
final class LeaseStore {

  private static final String CLEANUP = "cleanup";

  private final Transactions transactions;
  private final Syntax syntax;

  LeaseStore(Transactions transactions, Syntax syntax) {
    this.transactions = transactions;
    this.syntax = syntax;
  }

  boolean acquire(String holder, Duration duration) {
    Field<Instant> now = syntax.now();
    Field<Instant> until = syntax.later(now, val(duration.toNanos() / 1_000));
    return transactions.statement(
        "take the cleanup's lease",
        null,
        (connection, sql) ->
            sql.update(MAINTENANCE_LEASE)
                    .set(MAINTENANCE_LEASE.HELD_UNTIL, until)
                    .set(MAINTENANCE_LEASE.HOLDER, holder)
                    .where(MAINTENANCE_LEASE.LEASE_NAME.eq(CLEANUP))
                    .and(
                        MAINTENANCE_LEASE
                            .HOLDER
                            .eq(holder)
                            .or(MAINTENANCE_LEASE.HELD_UNTIL.isNull())
                            .or(MAINTENANCE_LEASE.HELD_UNTIL.lt(now)))
                    .execute()
                == 1);
  }

  void release(String holder) {
    transactions.statement(
        "give back the cleanup's lease",
        null,
        (connection, sql) ->
            sql.update(MAINTENANCE_LEASE)
                .setNull(MAINTENANCE_LEASE.HELD_UNTIL)
                .where(MAINTENANCE_LEASE.LEASE_NAME.eq(CLEANUP))
                .and(MAINTENANCE_LEASE.HOLDER.eq(holder))
                .execute());
  }
}
