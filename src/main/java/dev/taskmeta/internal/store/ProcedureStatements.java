package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.CleanupRunTable.CLEANUP_RUN;
import static dev.taskmeta.internal.jooq.tables.GroupMemberTable.GROUP_MEMBER;
import static dev.taskmeta.internal.jooq.tables.GroupMetaTable.GROUP_META;
import static dev.taskmeta.internal.jooq.tables.MaintenanceLeaseTable.MAINTENANCE_LEASE;
import static dev.taskmeta.internal.jooq.tables.RetentionPolicyTable.RETENTION_POLICY;
import static dev.taskmeta.internal.jooq.tables.TaskArchiveTable.TASK_ARCHIVE;
import static dev.taskmeta.internal.jooq.tables.TaskDailyTable.TASK_DAILY;
import static dev.taskmeta.internal.jooq.tables.TaskHoldTable.TASK_HOLD;
import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.taskmeta.TaskError;
import dev.taskmeta.internal.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.TableLike;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the procedure that cleans up without Java: those that the cleanup sends, with
 * variables of the procedure where it has parameters. By the names that the procedure's text calls
 * them by.
 */
final class ProcedureStatements {

  /** What ran a cleanup, in its record. */
  static final String TOOL = "procedure";

  private static final Field<Integer> LIMIT = RenderedRemoval.LIMIT;
  private static final Field<Integer> KEEP_LAST = inline(1_000_000_009);

  private static final Field<String> POLICY = variable("v_policy_text", SQLDataType.VARCHAR);
  private static final Field<String> NAME = variable("v_name", SQLDataType.VARCHAR);
  private static final Field<String> HOLDER = variable("v_holder", SQLDataType.VARCHAR);

  private final DSLContext sql;
  private final Syntax syntax;
  private final Expiry expiry;
  private final TaskError lostTask;
  private final PickedIds ids;

  /**
   * Makes them.
   *
   * @param sql renders with the names of the tables
   * @param lostTask the error to store for lost tasks
   * @param ids how the engine's procedure refers to rows that it has picked
   */
  ProcedureStatements(
      DSLContext sql, Syntax syntax, Expiry expiry, TaskError lostTask, PickedIds ids) {
    this.sql = sql;
    this.syntax = syntax;
    this.expiry = expiry;
    this.lostTask = lostTask;
    this.ids = ids;
  }

  private static <T> Field<T> variable(String name, DataType<T> type) {
    return field(DSL.raw(name), type);
  }

  private static <T> Field<T> variable(String name, Field<T> as) {
    return variable(name, as.getDataType());
  }

  Map<String, String> texts(Duration lease) {
    Map<String, QueryPart> parts = new LinkedHashMap<>();
    parts.put("take_lease", LeaseStore.take(sql, syntax, HOLDER, lease));
    parts.put("give_back_lease", LeaseStore.giveBack(sql, HOLDER));
    parts.put("is_cleanup", ReviewStore.CLEANUP);
    Field<Instant> began = variable("v_began", CLEANUP_RUN.STARTED_AT);
    Field<String> host = variable(ids.caller(), SQLDataType.VARCHAR);
    parts.put("begin_run", RunStore.begin(sql, began, host, TOOL));
    parts.put("applied", PolicyStore.applied());
    parts.put("in_force", PolicyStore.inForce());
    parts.put("apply", PolicyStore.apply(sql));
    review(parts);
    lost(parts);
    remove(parts);
    beyondLast(parts);
    groups(parts);
    archive(parts);
    percentiles(parts);
    Map<String, String> texts = new LinkedHashMap<>();
    parts.forEach((name, part) -> texts.put(name, text(part)));
    syntax.removing().ifPresent(how -> texts.put("removing", how));
    return texts;
  }

  private String text(QueryPart part) {
    return sql.renderInlined(part)
        .replace(sql.renderInlined(LIMIT), "v_limit")
        .replace(sql.renderInlined(KEEP_LAST), "v_keep_last");
  }

  private void review(Map<String, QueryPart> parts) {
    Judgement judgement = new Judgement(syntax, expiry);
    RollUp rollUp = new RollUp(syntax);
    Field<String> after = variable("v_after", MAINTENANCE_LEASE.SWEEP_AFTER);
    parts.put("sweep_page", ReviewStore.page(sql, judgement, after, LIMIT));
    parts.put("due_reviews", ReviewStore.due(sql, syntax, LIMIT));
    var locked = sql.select(ReviewRows.COLUMNS).from(ids.tasks()).where(ids.condition());
    if (syntax.changesInOneStatement()) {
      parts.put("review", ReviewStore.atOnce(sql, judgement, rollUp, locked));
    } else {
      ReviewRows rows = ReviewRows.of(locked);
      parts.put("count_days", rollUp.daily(sql, rows));
      parts.put("count_runs", rollUp.runtimes(sql, rows));
      parts.put("judge", judgement.update(sql, DSL.sql("({0})", judgement.of(rows))));
    }
    var swept =
        sql.select(TASK_META.TASK_ID)
            .from(ids.tasks())
            .where(ids.condition())
            .orderBy(TASK_META.TASK_ID)
            .forUpdate();
    // MySQL does not take the table of the ids for one that cannot be locked.
    parts.put("lock_swept", sql.family() == SQLDialect.MYSQL ? swept.of(TASK_META) : swept);
  }

  private void lost(Map<String, QueryPart> parts) {
    Field<Long> token = variable(ids.randomNumber(), TASK_META.STORE_TOKEN);
    parts.put(
        "lost_tasks", TaskUpkeep.findLost(sql, syntax, expiry, LIMIT).forUpdate().skipLocked());
    var ended =
        TaskUpkeep.ended(sql, syntax, expiry, new Codecs(List.of()), lostTask, token)
            .where(ids.among(TASK_META.TASK_ID))
            .and(TaskRows.lost(syntax, expiry));
    parts.put("end_lost", ended);
  }

  private void remove(Map<String, QueryPart> parts) {
    Removable removable = new Removable(syntax, expiry);
    Field<Instant> place = variable("v_place", TASK_META.EXPIRES_AT);
    Condition range = removable.past().and(TASK_META.EXPIRES_AT.ge(place));
    parts.put(
        "expired",
        RenderedRemoval.pick(
            sql,
            syntax,
            range.and(removable.expired(way())),
            List.of(TASK_META.EXPIRES_AT),
            LIMIT));
    parts.put("make_review_due", ids.makeReviewDue(sql, syntax));
    Condition condition = ids.condition().and(removable.free());
    parts.put("copy_to_archive", new ArchiveRows(syntax).copy(sql, ids.tasks(), condition));
    parts.put("source", Removable.source());
    parts.put("tasks", (TableLike<?>) ids.tasks());
    parts.put("removable", condition.and(Removable.counted()));
    parts.put("delete", ids.delete(sql, condition.and(Removable.counted())));
  }

  /** Whether the task is deleted where the step deletes, and archived where it archives. */
  private Condition way() {
    Condition archives = condition(DSL.raw("v_archives"));
    Condition ofSettings =
        Removable.source().in(inline(Expiry.FROM_STORE), inline(Expiry.FROM_DEFAULT));
    Condition sameAction =
        DSL.exists(
            select(inline(1))
                .from(RETENTION_POLICY)
                .where(RETENTION_POLICY.ENABLED)
                .and(
                    DSL.cast(RETENTION_POLICY.POLICY_ID, SQLDataType.VARCHAR(20))
                        .eq(TASK_META.EXPIRES_FROM))
                .and(
                    DSL.or(
                        archives.and(action().eq(inline(AppliedPolicy.ARCHIVE))),
                        DSL.not(archives).and(action().ne(inline(AppliedPolicy.ARCHIVE))))));
    return DSL.or(ofSettings.and(DSL.not(archives)), sameAction);
  }

  private static Field<String> action() {
    return RETENTION_POLICY.ACTION;
  }

  private void beyondLast(Map<String, QueryPart> parts) {
    beyondLast(parts, "unnamed", null);
    beyondLast(parts, "named", NAME);
  }

  private void beyondLast(
      Map<String, QueryPart> parts, String suffix, @Nullable Field<String> name) {
    Condition ofName = LastOfName.ofName(name, POLICY);
    parts.put("first_to_go_" + suffix, LastOfName.firstToGo(sql, ofName, KEEP_LAST));
    Condition beyond =
        LastOfName.beyond(
            syntax,
            ofName,
            variable("v_first_created", TASK_META.CREATED_AT),
            variable("v_first_id", SQLDataType.VARCHAR),
            variable("v_keep", SQLDataType.BIGINT));
    Removable removable = new Removable(syntax, expiry);
    parts.put(
        "beyond_" + suffix,
        RenderedRemoval.pick(
            sql, syntax, beyond.and(removable.free()), LastOfName.OLDEST_FIRST, LIMIT));
  }

  private void groups(Map<String, QueryPart> parts) {
    parts.put(
        "expired_groups", GroupStore.findExpired(sql, syntax, LIMIT).forUpdate().skipLocked());
    parts.put("delete_groups", sql.deleteFrom(GROUP_META).where(ids.among(GROUP_META.GROUP_ID)));
    parts.put(
        "delete_members", sql.deleteFrom(GROUP_MEMBER).where(ids.among(GROUP_MEMBER.GROUP_ID)));
  }

  private void archive(Map<String, QueryPart> parts) {
    Condition inMonth =
        TASK_ARCHIVE
            .ARCHIVED_AT
            .ge(variable("v_from", TASK_ARCHIVE.ARCHIVED_AT))
            .and(TASK_ARCHIVE.ARCHIVED_AT.lt(variable("v_until", TASK_ARCHIVE.ARCHIVED_AT)));
    Condition held =
        TASK_ARCHIVE.TASK_ID.in(
            select(TASK_HOLD.TASK_ID).from(TASK_HOLD).where(TASK_HOLD.RELEASED_AT.isNull()));
    syntax
        .archivePartitions()
        .ifPresent(engine -> parts.put("copy_held", engine.copyHeld(sql, inMonth.and(held))));
    Duration patience = ids.patience();
    parts.put("overdue", SqlArchiveStore.overdue(sql, syntax, patience, DSL.noCondition(), LIMIT));
    parts.put("released", SqlArchiveStore.released(sql, syntax, LIMIT));
    if (syntax.changesInOneStatement()) {
      parts.put("months", PostgresPartitions.months(sql));
    }
  }

  private void percentiles(Map<String, QueryPart> parts) {
    parts.put("behind", DailyPercentiles.behind(sql, syntax, 100));
    Query measure =
        DailyPercentiles.update(
            sql,
            syntax,
            variable("v_day", TASK_DAILY.DAY),
            variable("v_name", SQLDataType.VARCHAR),
            variable("v_queue", SQLDataType.VARCHAR));
    parts.put("measure", measure);
  }
}
