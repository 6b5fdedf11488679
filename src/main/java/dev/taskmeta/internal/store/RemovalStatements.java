package dev.taskmeta.internal.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch of a removal picks and deletes with; in one transaction. */
interface RemovalStatements {

  /**
   * A row that was picked.
   *
   * @param source what has set its time
   * @param counted whether it may go, or must be counted first
   */
  record Picked(String taskId, String source, boolean counted, @Nullable Instant expiresAt) {}

  /** Picks rows and locks them, passing over those that others have locked. */
  List<Picked> pick(int limit) throws SQLException;

  /**
   * Deletes those of some rows that may still go; returns how many.
   *
   * @param taskIds as many as {@link Syntax#chunks} puts into one statement
   */
  int delete(List<String> taskIds) throws SQLException;
}
