package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.spi.RetentionStore.Removal;
import dev.taskmeta.spi.RetentionStore.Way;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Removes tasks whose time is over. */
final class RemovalStore {

  private final Transactions transactions;
  private final Syntax syntax;
  private final Removable removable;
  private final ArchiveRows archive;
  private final LastOfName lastOfName;

  RemovalStore(Transactions transactions, Syntax syntax, Expiry expiry) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.removable = new Removable(syntax, expiry);
    this.archive = new ArchiveRows(syntax);
    this.lastOfName = new LastOfName(syntax, removable);
  }

  Removal remove(Way way, int limit, @Nullable String place) {
    return transactions.transaction(
        way.archives() ? "archive tasks" : "remove tasks",
        null,
        (connection, sql) -> remove(sql, way, limit, place));
  }

  private Removal remove(DSLContext sql, Way way, int limit, @Nullable String place) {
    List<AppliedPolicy> policies = AppliedPolicy.all(sql);
    List<String> sources = AppliedPolicy.sources(policies, way);
    if (sources.isEmpty()) {
      return new Removal(Map.of(), 0, null);
    }
    syntax.removing().ifPresent(sql::execute);
    if (way.beyondLast()) {
      return beyondLast(sql, policies, way, limit, place);
    }
    Condition condition = removable.expired(syntax.among(Removable.source(), sources));
    Condition from =
        place == null ? DSL.noCondition() : TASK_META.EXPIRES_AT.ge(Instant.parse(place));
    Condition range = removable.past().and(from);
    RemovalBatch.Outcome outcome =
        new RemovalBatch(syntax, archive, sql, condition)
            .run(range, List.of(TASK_META.EXPIRES_AT), limit, way.archives());
    // What lies before was removed or left: to look at it again would cost more with each batch.
    String next = outcome.full() ? String.valueOf(outcome.reached()) : null;
    return new Removal(outcome.removed(), outcome.uncounted(), next);
  }

  private Removal beyondLast(
      DSLContext sql, List<AppliedPolicy> policies, Way way, int limit, @Nullable String place) {
    List<AppliedPolicy> keeping =
        policies.stream()
            .filter(policy -> policy.keepsLast() && policy.archives() == way.archives())
            .toList();
    LastOfName.Place here = lastOfName.next(sql, keeping, place);
    if (here == null) {
      return new Removal(Map.of(), 0, null);
    }
    Condition beyond = lastOfName.beyond(sql, here);
    if (beyond == null) {
      return new Removal(Map.of(), 0, here.done());
    }
    RemovalBatch.Outcome outcome =
        new RemovalBatch(syntax, archive, sql, beyond.and(removable.free()))
            .run(DSL.noCondition(), LastOfName.OLDEST_FIRST, limit, way.archives());
    return new Removal(
        outcome.removed(), outcome.uncounted(), outcome.full() ? here.again() : here.done());
  }
}
