package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;

import dev.taskmeta.StoreException;
import dev.taskmeta.internal.store.RemovalStatements.Picked;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a removal, in one transaction: picks rows and locks them, passing over those that
 * others have locked; moves them to the archive if they belong there; deletes them.
 */
final class RemovalBatch {

  private final Syntax syntax;
  private final ArchiveRows archive;
  private final DSLContext sql;
  private final Condition condition;
  private final RemovalStatements statements;

  /**
   * Makes a batch.
   *
   * @param condition what may be removed
   * @param statements pick and delete it
   */
  RemovalBatch(
      Syntax syntax,
      ArchiveRows archive,
      DSLContext sql,
      Condition condition,
      RemovalStatements statements) {
    this.syntax = syntax;
    this.archive = archive;
    this.sql = sql;
    this.condition = condition;
    this.statements = statements;
  }

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
   * @param archives whether the rows go to the archive
   */
  Outcome run(int limit, boolean archives) throws SQLException {
    List<Picked> picked = statements.pick(limit);
    Map<String, List<String>> bySource = new LinkedHashMap<>();
    List<String> uncounted = new ArrayList<>();
    for (Picked row : picked) {
      if (row.counted()) {
        bySource.computeIfAbsent(row.source(), source -> new ArrayList<>()).add(row.taskId());
      } else {
        uncounted.add(row.taskId());
      }
    }
    makeReviewDue(uncounted);
    Map<String, Long> removed = remove(bySource, archives);
    Instant reached = picked.isEmpty() ? null : picked.get(picked.size() - 1).expiresAt();
    return new Outcome(removed, uncounted.size(), picked.size() >= limit, reached);
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

  private Map<String, Long> remove(Map<String, List<String>> bySource, boolean archives)
      throws SQLException {
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
      deleted += statements.delete(chunk);
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
