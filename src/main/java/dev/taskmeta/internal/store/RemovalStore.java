package dev.taskmeta.internal.store;

import dev.taskmeta.spi.RetentionStore.Removal;
import dev.taskmeta.spi.RetentionStore.Way;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Removes tasks whose time is over. */
final class RemovalStore {

  /** Two for each change of the policies. */
  private static final int MOST_PREPARED = 16;

  private final Transactions transactions;
  private final Syntax syntax;
  private final Removable removable;
  private final ArchiveRows archive;
  private final LastOfName lastOfName;
  private final String policiesInForce;

  /** By the sources that they look at; a change of the policies makes new ones. */
  private final Map<List<String>, PreparedRemoval> prepared = new ConcurrentHashMap<>();

  RemovalStore(Transactions transactions, Syntax syntax, Expiry expiry) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.removable = new Removable(syntax, expiry);
    this.archive = new ArchiveRows(syntax);
    this.lastOfName = new LastOfName(syntax, removable);
    DSLContext template = transactions.template();
    this.policiesInForce = template.renderInlined(AppliedPolicy.inForce(template));
  }

  Removal remove(Way way, int limit, @Nullable String place) {
    return transactions.transaction(
        way.archives() ? "archive tasks" : "remove tasks",
        null,
        (connection, sql) -> remove(connection, sql, way, limit, place));
  }

  private Removal remove(
      Connection connection, DSLContext sql, Way way, int limit, @Nullable String place)
      throws SQLException {
    List<AppliedPolicy> policies;
    try (Statement statement = connection.createStatement()) {
      // In each batch anew, so that none acts on what has been taken back.
      try (ResultSet rows = statement.executeQuery(policiesInForce)) {
        policies =
            AppliedPolicy.of(sql.fetch(rows, AppliedPolicy.COLUMNS.toArray(Field<?>[]::new)));
      }
      if (syntax.removing().isPresent()) {
        statement.execute(syntax.removing().get());
      }
    }
    List<String> sources = AppliedPolicy.sources(policies, way);
    if (sources.isEmpty()) {
      return new Removal(Map.of(), 0, null);
    }
    if (way.beyondLast()) {
      return beyondLast(sql, policies, way, limit, place);
    }
    Condition condition = removable.expired(syntax.among(Removable.source(), sources));
    PreparedRemoval statements = prepared(sources, condition);
    Instant from = place == null ? null : Instant.parse(place);
    RemovalBatch.Outcome outcome =
        new RemovalBatch(syntax, archive, sql, condition, statements.on(connection, from))
            .run(limit, way.archives());
    // What lies before was removed or left: to look at it again would cost more with each batch.
    String next = outcome.full() ? String.valueOf(outcome.reached()) : null;
    return new Removal(outcome.removed(), outcome.uncounted(), next);
  }

  private PreparedRemoval prepared(List<String> sources, Condition condition) {
    if (prepared.size() > MOST_PREPARED) {
      prepared.clear();
    }
    return prepared.computeIfAbsent(
        sources, key -> new PreparedRemoval(transactions.template(), syntax, removable, condition));
  }

  private Removal beyondLast(
      DSLContext sql, List<AppliedPolicy> policies, Way way, int limit, @Nullable String place)
      throws SQLException {
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
    Condition gone = beyond.and(removable.free());
    RemovalBatch.Outcome outcome =
        new RemovalBatch(
                syntax,
                archive,
                sql,
                gone,
                new RenderedRemoval(sql, syntax, gone, LastOfName.OLDEST_FIRST))
            .run(limit, way.archives());
    return new Removal(
        outcome.removed(), outcome.uncounted(), outcome.full() ? here.again() : here.done());
  }
}
