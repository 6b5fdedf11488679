package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;
import static org.jooq.impl.DSL.inline;

import dev.taskmeta.spi.ArchiveStore.Part;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.RowCountQuery;
import org.jooq.impl.DSL;

/**
 * A month of the archive that is to go: whether it may, what of it is held, and its drop. For one
 * transaction.
 */
final class LeavingMonth implements ArchivePartitions.LastLook<OptionalLong> {

  private final DSLContext sql;
  private final Syntax syntax;
  private final ArchivePartitions engine;
  private final Part part;

  /** Those whose rows {@link #copies} are about. */
  private Set<String> known = Set.of();

  private List<RowCountQuery> copies = List.of();

  LeavingMonth(DSLContext sql, Syntax syntax, ArchivePartitions engine, Part part) {
    this.sql = sql;
    this.syntax = syntax;
    this.engine = engine;
    this.part = part;
  }

  /** What is archived in it. */
  static Condition in(Part part) {
    Condition before = TASK_ARCHIVE.ARCHIVED_AT.lt(inline(part.until(), TASK_ARCHIVE.ARCHIVED_AT));
    return part.from() == null
        ? before
        : before.and(TASK_ARCHIVE.ARCHIVED_AT.ge(inline(part.from(), TASK_ARCHIVE.ARCHIVED_AT)));
  }

  /** Whether each row may go. Asked in two statements: each finds its answer in an index. */
  boolean isDue() {
    return !isThere(TASK_ARCHIVE.KEEP_UNTIL.isNull())
        && !isThere(TASK_ARCHIVE.KEEP_UNTIL.gt(now()));
  }

  private boolean isThere(Condition rows) {
    // By the order the index of keep_until is taken: else all rows of the month may be looked at.
    return sql.selectOne()
            .from(TASK_ARCHIVE)
            .where(in(part))
            .and(rows)
            .orderBy(TASK_ARCHIVE.KEEP_UNTIL.desc())
            .limit(1)
            .fetchOne()
        != null;
  }

  /** The time of the statement as one value, by which an index can be searched. */
  private Field<Instant> now() {
    return DSL.field(DSL.select(syntax.now()));
  }

  @Override
  public void rehearse() {
    isDue();
    copy(held());
    // Brings the rows into the server's memory.
    for (List<String> chunk : syntax.chunks(known)) {
      sql.select(TASK_ARCHIVE.TASK_ID).from(TASK_ARCHIVE).where(rows(chunk)).fetch();
    }
  }

  @Override
  public Supplier<OptionalLong> prepare() {
    Set<String> held = held();
    if (!known.equals(held)) {
      copy(held);
    }
    return () -> {
      if (!isDue()) {
        return OptionalLong.empty();
      }
      long moved = copies.stream().mapToLong(RowCountQuery::execute).sum();
      engine.drop(sql, part);
      return OptionalLong.of(moved);
    };
  }

  private Set<String> held() {
    return new HashSet<>(
        sql.selectDistinct(TASK_HOLD.TASK_ID)
            .from(TASK_HOLD)
            .where(TASK_HOLD.RELEASED_AT.isNull())
            .fetch(TASK_HOLD.TASK_ID));
  }

  /** Makes what copies the held rows. */
  private void copy(Set<String> held) {
    known = held;
    copies = syntax.chunks(held).stream().map(chunk -> engine.copyHeld(sql, rows(chunk))).toList();
    // The first of its kind takes long to write: not while others wait.
    copies.forEach(RowCountQuery::getSQL);
  }

  /** By their ids: each is sought in an index, whatever the statistics say. */
  private Condition rows(List<String> ids) {
    return in(part).and(syntax.among(TASK_ARCHIVE.TASK_ID, ids));
  }
}
