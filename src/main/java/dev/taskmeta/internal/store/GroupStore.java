package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.GroupMemberTable.GROUP_MEMBER;
import static dev.taskmeta.internal.jooq.tables.GroupMetaTable.GROUP_META;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;

import dev.taskmeta.TaskState;
import dev.taskmeta.spi.GroupRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStep3;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SelectForUpdateStep;
import org.jspecify.annotations.Nullable;

/** Keeps groups: one row for the group, one for each member. */
final class GroupStore {

  private static final int CHUNK = 500;

  private final Transactions transactions;
  private final Syntax syntax;
  private final Expiry expiry;

  GroupStore(Transactions transactions, Syntax syntax, Expiry expiry) {
    this.transactions = transactions;
    this.syntax = syntax;
    this.expiry = expiry;
  }

  void save(String groupId, @Nullable String parentId, List<String> taskIds) {
    transactions.transaction(
        "save group " + groupId,
        null,
        (connection, sql) -> {
          saveGroup(sql, groupId, parentId, true);
          sql.deleteFrom(GROUP_MEMBER).where(GROUP_MEMBER.GROUP_ID.eq(groupId)).execute();
          for (int from = 0; from < taskIds.size(); from += CHUNK) {
            int to = Math.min(taskIds.size(), from + CHUNK);
            saveMembers(sql, groupId, from, taskIds.subList(from, to));
          }
          return null;
        });
  }

  void add(String groupId, String taskId) {
    transactions.transaction(
        "add to group " + groupId,
        taskId,
        (connection, sql) -> {
          // Its lock on the group's row keeps out whoever else adds, until the commit.
          saveGroup(sql, groupId, null, false);
          boolean there =
              sql.fetchExists(
                  GROUP_MEMBER,
                  GROUP_MEMBER.GROUP_ID.eq(groupId).and(GROUP_MEMBER.TASK_ID.eq(taskId)));
          if (!there) {
            Integer last =
                sql.select(max(GROUP_MEMBER.POSITION))
                    .from(GROUP_MEMBER)
                    .where(GROUP_MEMBER.GROUP_ID.eq(groupId))
                    .fetchOne(0, Integer.class);
            saveMembers(sql, groupId, last == null ? 0 : last + 1, List.of(taskId));
          }
          return null;
        });
  }

  private void saveGroup(
      DSLContext sql, String groupId, @Nullable String parentId, boolean replacesParent) {
    Field<Instant> now = syntax.now();
    Long keep = expiry.groupMicros();
    Field<Instant> expiresAt =
        keep == null
            ? inline((Instant) null, GROUP_META.EXPIRES_AT)
            : syntax.later(now, inline(keep));
    var upsert =
        sql.insertInto(GROUP_META)
            .set(GROUP_META.GROUP_ID, groupId)
            .set(GROUP_META.PARENT_ID, parentId)
            .set(GROUP_META.CREATED_AT, now)
            .set(GROUP_META.EXPIRES_AT, expiresAt)
            .onConflict(GROUP_META.GROUP_ID)
            .doUpdate()
            .set(GROUP_META.EXPIRES_AT, excluded(GROUP_META.EXPIRES_AT));
    if (replacesParent) {
      upsert = upsert.set(GROUP_META.PARENT_ID, excluded(GROUP_META.PARENT_ID));
    }
    upsert.execute();
  }

  private static void saveMembers(DSLContext sql, String groupId, int first, List<String> taskIds) {
    InsertValuesStep3<Record, String, Integer, String> insert =
        sql.insertInto(
            GROUP_MEMBER, GROUP_MEMBER.GROUP_ID, GROUP_MEMBER.POSITION, GROUP_MEMBER.TASK_ID);
    int position = first;
    for (String taskId : taskIds) {
      insert = insert.values(groupId, position++, taskId);
    }
    insert.execute();
  }

  Optional<GroupRow> find(String groupId) {
    // One statement, so that a group that is saved again meanwhile is never seen half.
    return transactions.statement(
        "get group " + groupId,
        null,
        (connection, sql) -> {
          var rows =
              sql.select(GROUP_META.PARENT_ID, GROUP_META.CREATED_AT, GROUP_MEMBER.TASK_ID)
                  .from(GROUP_META)
                  .leftJoin(GROUP_MEMBER)
                  .on(GROUP_MEMBER.GROUP_ID.eq(GROUP_META.GROUP_ID))
                  .where(GROUP_META.GROUP_ID.eq(groupId))
                  .orderBy(GROUP_MEMBER.POSITION)
                  .fetch();
          return rows.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new GroupRow(
                      groupId,
                      rows.get(0).value1(),
                      Objects.requireNonNull(rows.get(0).value2()),
                      rows.getValues(GROUP_MEMBER.TASK_ID).stream()
                          .filter(Objects::nonNull)
                          .toList()));
        });
  }

  boolean delete(String groupId) {
    return transactions.transaction(
        "delete group " + groupId,
        null,
        (connection, sql) -> delete(sql, List.of(groupId), GROUP_META.GROUP_ID.eq(groupId)) > 0);
  }

  private static int delete(DSLContext sql, List<String> groupIds, Condition condition) {
    int removed =
        sql.deleteFrom(GROUP_META).where(GROUP_META.GROUP_ID.in(groupIds)).and(condition).execute();
    if (removed == groupIds.size()) {
      sql.deleteFrom(GROUP_MEMBER).where(GROUP_MEMBER.GROUP_ID.in(groupIds)).execute();
    }
    return removed;
  }

  Map<TaskState, Long> progress(String groupId) {
    Field<String> state = coalesce(TASK_META.STATE, inline(TaskState.PENDING.name()));
    return transactions.statement(
        "count group " + groupId,
        null,
        (connection, sql) -> {
          Map<TaskState, Long> counts = new HashMap<>();
          sql.select(state, count())
              .from(GROUP_MEMBER)
              .leftJoin(TASK_META)
              .on(TASK_META.TASK_ID.eq(GROUP_MEMBER.TASK_ID))
              .where(GROUP_MEMBER.GROUP_ID.eq(groupId))
              .groupBy(state)
              .forEach(row -> counts.put(TaskState.of(row.value1()), row.value2().longValue()));
          return counts;
        });
  }

  int deleteExpired(int limit) {
    List<String> expired =
        transactions.statement(
            "find expired groups",
            null,
            (connection, sql) ->
                findExpired(sql, syntax, inline(limit)).fetch(GROUP_META.GROUP_ID));
    int removed = 0;
    for (String groupId : expired) {
      removed +=
          transactions.transaction(
              "remove expired group " + groupId,
              null,
              (connection, sql) -> delete(sql, List.of(groupId), expired(syntax)));
    }
    return removed;
  }

  long countExpired() {
    return transactions.statement(
        "count expired groups",
        null,
        (connection, sql) -> (long) sql.fetchCount(GROUP_META, expired(syntax)));
  }

  static SelectForUpdateStep<Record1<String>> findExpired(
      DSLContext sql, Syntax syntax, Field<Integer> limit) {
    return sql.select(GROUP_META.GROUP_ID)
        .from(GROUP_META)
        .where(expired(syntax))
        .orderBy(GROUP_META.EXPIRES_AT)
        .limit(limit);
  }

  static Condition expired(Syntax syntax) {
    return GROUP_META.EXPIRES_AT.lt(syntax.momentary());
  }
}
