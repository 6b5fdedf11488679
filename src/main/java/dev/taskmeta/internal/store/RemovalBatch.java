package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import dev.taskmeta.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record4;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a removal, in one transaction: picks rows and locks them, passing over those that
 * others have locked; moves them to the archive if they belong there; deletes them, repeating every
 * condition, since a hold may have come between.
 */
final class RemovalBatch {

  private static final Field<Integer> COUNTED =
      when(Removable.counted(), inline(1)).otherwise(inline(0)).as("counted");

  private final Syntax syntax;
  private final ArchiveRows archive;
  private final DSLContext sql;
  private final Condition condition;

  /**
   * Makes a batch.
   *
   * @param condition what may be removed
   */
  RemovalBatch(Syntax syntax, ArchiveRows archive, DSLContext sql, Condition condition) {
    this.syntax = syntax;
    this.archive = archive;
    this.sql = sql;
    this.condition = condition;
  }

  /** A row that was picked. */
  private record Picked(
      String taskId, String source, boolean counted, @Nullable Instant expiresAt) {}

  /**
   * What the batch did.
   *
   * @param removed how many rows, by source
   * @param uncounted how many must be counted first; their review is due now
   * @param full whether as many rows were picked as were allowed
   * @param reached the expiry of the last row that was picked, if it has one
   */
  record Outcome(
      Map<String, Long> removed, int uncounted, boolean full, @Nullable Instant reached) {}

  /**
   * Runs it.
   *
   * @param range where to look beside the condition, and from where on
   * @param archives whether the rows go to the archive
   */
  Outcome run(
      Condition range, Collection<? extends OrderField<?>> order, int limit, boolean archives) {
    List<Picked> picked = pick(range, order, limit);
    Map<String, List<String>> bySource = new LinkedHashMap<>();
    List<String> uncounted = new ArrayList<>();
    for (Picked row : picked) {
      if (row.counted) {
        bySource.computeIfAbsent(row.source, source -> new ArrayList<>()).add(row.taskId);
      } else {
        uncounted.add(row.taskId);
      }
    }
    makeReviewDue(uncounted);
    Map<String, Long> removed = remove(bySource, archives);
    Instant reached = picked.isEmpty() ? null : picked.get(picked.size() - 1).expiresAt;
    return new Outcome(removed, uncounted.size(), picked.size() >= limit, reached);
  }

  private List<Picked> pick(Condition range, Collection<? extends OrderField<?>> order, int limit) {
    var rows = pick(sql, syntax, range.and(condition), order, val(limit));
    return rows.fetch(
        row ->
            new Picked(
                Objects.requireNonNull(row.get(0, String.class)),
                Objects.requireNonNull(row.get(1, String.class)),
                row.get(2, Integer.class) == 1,
                row.get(TASK_META.EXPIRES_AT)));
  }

  /** Picks rows and locks them, passing over those that others have locked. */
  static Select<Record4<String, String, Integer, Instant>> pick(
      DSLContext sql,
      Syntax syntax,
      Condition condition,
      Collection<? extends OrderField<?>> order,
      Field<Integer> limit) {
    var select =
        sql.select(TASK_META.TASK_ID, Removable.source(), COUNTED, TASK_META.EXPIRES_AT)
            .from(TASK_META)
            .where(condition)
            .orderBy(order)
            .limit(limit);
    return syntax.locksRows() ? select.forUpdate().skipLocked() : select;
  }

  /** What an older version has stored is counted before it goes. */
  private void makeReviewDue(List<String> taskIds) {
    for (List<String> chunk : syntax.chunks(taskIds)) {
      sql.update(TASK_META)
          .set(TASK_META.REVIEW_AT, syntax.momentary())
          .where(syntax.among(chunk))
          .and(TASK_META.REVIEW_AT.isNull())
          .execute();
    }
  }

  private Map<String, Long> remove(Map<String, List<String>> bySource, boolean archives) {
    List<String> ids = new ArrayList<>();
    int archived = 0;
    bySource.values().forEach(ids::addAll);
    if (archives) {
      for (List<String> chunk : syntax.chunks(ids)) {
        archived += archive.insert(sql, syntax.among(chunk).and(condition));
      }
    }
    int deleted = 0;
    for (List<String> chunk : syntax.chunks(ids)) {
      deleted +=
          sql.deleteFrom(TASK_META)
              .where(syntax.among(chunk))
              .and(condition)
              .and(Removable.counted())
              .execute();
    }
    if (archives && archived != deleted) {
      throw new StoreException(
          null, "a task was held while it was archived; it is left where it is", true, null);
    }
    Map<String, Long> removed = new HashMap<>();
    Set<String> left = deleted == ids.size() ? Set.of() : left(ids);
    bySource.forEach(
        (source, taskIds) -> {
          long rows = taskIds.stream().filter(taskId -> !left.contains(taskId)).count();
          if (rows > 0) {
            removed.put(source, rows);
          }
        });
    return removed;
  }

  /** Those that the DELETE has left, such as for a hold that came after the pick. */
  private Set<String> left(List<String> taskIds) {
    Set<String> left = new HashSet<>();
    for (List<String> chunk : syntax.chunks(taskIds)) {
      left.addAll(
          sql.select(TASK_META.TASK_ID)
              .from(TASK_META)
              .where(syntax.among(chunk))
              .fetch(TASK_META.TASK_ID));
    }
    return left;
  }
}
