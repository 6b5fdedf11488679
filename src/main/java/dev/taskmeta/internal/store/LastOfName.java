package dev.taskmeta.internal.store;

import static dev.taskmeta.internal.jooq.tables.TaskMetaTable.TASK_META;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the names of the policies that keep the last tasks of each name. It finds each next
 * name, and the last task to be kept, by the index on names and creation, however many tasks there
 * are.
 */
final class LastOfName {

  static final List<Field<?>> OLDEST_FIRST = List.of(TASK_META.CREATED_AT, TASK_META.TASK_ID);

  private final Syntax syntax;
  private final Removable removable;

  LastOfName(Syntax syntax, Removable removable) {
    this.syntax = syntax;
    this.removable = removable;
  }

  /**
   * One name under one policy.
   *
   * @param name the name; null for tasks that have none
   */
  record Place(AppliedPolicy policy, @Nullable String name) {

    private static final char DONE = '>';
    private static final char AGAIN = '=';

    /**
     * Before a name: without it, tasks that have none are meant, and not those of the empty one.
     */
    private static final String NAMED = ":";

    /** Leads to the next name. */
    String done() {
      return text(DONE);
    }

    /** Leads to this name again. */
    String again() {
      return text(AGAIN);
    }

    private String text(char how) {
      return policy.id() + how + (name == null ? "" : NAMED + name);
    }

    private static @Nullable String nameIn(String text) {
      return text.isEmpty() ? null : text.substring(NAMED.length());
    }
  }

  /**
   * Finds the next name.
   *
   * @param policies those that keep the last, in the order of their ids
   * @param place null to begin, or what a place before leads to
   * @return null if there is none
   */
  @Nullable Place next(DSLContext sql, List<AppliedPolicy> policies, @Nullable String place) {
    long from = place == null ? 0 : Long.parseLong(place.split("[>=]", 2)[0]);
    for (AppliedPolicy policy : policies) {
      long id = Long.parseLong(policy.id());
      if (id > from || place == null) {
        return first(sql, policies, policy);
      }
      if (id == from) {
        String name = Place.nameIn(place.substring(policy.id().length() + 1));
        if (place.charAt(policy.id().length()) == Place.AGAIN) {
          return new Place(policy, name);
        }
        String next = nameAfter(sql, policy, name);
        if (next != null) {
          return new Place(policy, next);
        }
      }
    }
    return null;
  }

  private @Nullable Place first(
      DSLContext sql, List<AppliedPolicy> policies, AppliedPolicy policy) {
    if (policy.isForUnnamed()) {
      return new Place(policy, null);
    }
    String name = nameAfter(sql, policy, null);
    Place none = new Place(policy, policy.prefix());
    return name != null ? new Place(policy, name) : next(sql, policies, none.done());
  }

  private static @Nullable String nameAfter(
      DSLContext sql, AppliedPolicy policy, @Nullable String name) {
    String prefix = policy.prefix();
    // The pattern may have changed since: what lies before its prefix is none of its names.
    boolean begins = name == null || name.compareTo(prefix) < 0;
    Condition after = begins ? TASK_META.NAME.ge(prefix) : TASK_META.NAME.gt(name);
    String next =
        sql.select(TASK_META.NAME)
            .from(TASK_META)
            .where(after)
            .orderBy(TASK_META.NAME)
            .limit(1)
            .fetchOne(TASK_META.NAME);
    return next != null && next.startsWith(prefix) ? next : null;
  }

  /** Returns what the policy does not keep of the name by now; null if there is nothing. */
  @Nullable Condition beyond(DSLContext sql, Place place) {
    AppliedPolicy policy = place.policy();
    Condition ofName = ofName(place.name() == null ? null : val(place.name()), val(policy.id()));
    Record2<Instant, String> firstToGo =
        firstToGo(sql, ofName, val(Objects.requireNonNull(policy.keepLast()))).fetchOne();
    if (firstToGo == null) {
      return null;
    }
    return beyond(
        syntax,
        ofName,
        val(firstToGo.value1(), TASK_META.CREATED_AT),
        val(firstToGo.value2()),
        val(Objects.requireNonNull(policy.keepSeconds())));
  }

  /**
   * What has ended of a name under a policy.
   *
   * @param name null for tasks that have none
   */
  static Condition ofName(@Nullable Field<String> name, Field<String> policyId) {
    return (name == null ? TASK_META.NAME.isNull() : TASK_META.NAME.eq(name))
        .and(TASK_META.EXPIRES_FROM.eq(policyId))
        .and(TASK_META.FINISHED_AT.isNotNull());
  }

  /** Finds the newest that is not among the last. */
  static Select<Record2<Instant, String>> firstToGo(
      DSLContext sql, Condition ofName, Field<Integer> keepLast) {
    return sql.select(TASK_META.CREATED_AT, TASK_META.TASK_ID)
        .from(TASK_META)
        .where(ofName)
        .orderBy(TASK_META.NAME.desc(), TASK_META.CREATED_AT.desc(), TASK_META.TASK_ID.desc())
        .limit(inline(1))
        .offset(keepLast);
  }

  /** That one and those before it, once they are old enough. */
  static Condition beyond(
      Syntax syntax,
      Condition ofName,
      Field<Instant> createdAt,
      Field<String> taskId,
      Field<Long> keepSeconds) {
    Field<Long> micros = keepSeconds.mul(inline(-1_000_000L));
    return ofName
        .and(row(TASK_META.CREATED_AT, TASK_META.TASK_ID).le(createdAt, taskId))
        .and(TASK_META.FINISHED_AT.le(syntax.later(syntax.momentary(), micros)));
  }
}
