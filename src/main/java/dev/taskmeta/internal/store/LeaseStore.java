package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.MaintenanceLeaseTable.MAINTENANCE_LEASE;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;

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
    return transactions.statement(
        "take the cleanup's lease",
        null,
        (connection, sql) -> take(sql, syntax, val(holder), duration).execute() == 1);
  }

  /** Takes or renews the lease; changes no row if another has it. */
  static Query take(DSLContext sql, Syntax syntax, Field<String> holder, Duration duration) {
    Field<Instant> now = syntax.now();
    return sql.update(MAINTENANCE_LEASE)
        .set(MAINTENANCE_LEASE.HELD_UNTIL, syntax.later(now, val(duration.toNanos() / 1_000)))
        .set(MAINTENANCE_LEASE.HOLDER, holder)
        .where(MAINTENANCE_LEASE.LEASE_NAME.eq(CLEANUP))
        .and(
            MAINTENANCE_LEASE
                .HOLDER
                .eq(holder)
                .or(MAINTENANCE_LEASE.HELD_UNTIL.isNull())
                .or(MAINTENANCE_LEASE.HELD_UNTIL.lt(now)));
  }

  void release(String holder) {
    transactions.statement(
        "give back the cleanup's lease",
        null,
        (connection, sql) -> giveBack(sql, val(holder)).execute());
  }

  /** Gives back the lease, if it is the holder's. */
  static Query giveBack(DSLContext sql, Field<String> holder) {
    return sql.update(MAINTENANCE_LEASE)
        .setNull(MAINTENANCE_LEASE.HELD_UNTIL)
        .where(MAINTENANCE_LEASE.LEASE_NAME.eq(CLEANUP))
        .and(MAINTENANCE_LEASE.HOLDER.eq(holder));
  }
}
